//! Compressed sound, decoded by symphonia.

use std::io;
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bar_domain::{Frames, SampleRate};
use symphonia::core::audio::{Audio, GenericAudioBufferRef};
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::packet::Packet;
use symphonia::default::formats::{AdtsReader, FlacReader, IsoMp4Reader, MpaReader, OggReader};

use super::codec;
use super::kind::Kind;
use super::outline;
use super::samples;
use super::tape::Tape;
use super::window::Window;
use super::{BLOCK_FRAMES, Block, ReadError};
use crate::format::{Format, Header};

/// Packets in a row without a frame of sound; a file with more of them holds none.
const MAX_BARREN: usize = 1000;

/// The sound of a compressed file.
pub(super) struct CodedSource {
    kind: Kind,
    tape: Arc<Mutex<Tape>>,
    reader: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    format: Format,
    header: Header,
    /// Frames of the last decoded packet that were handed out.
    taken: usize,
    /// Frames decoded so far, and the time of the first of them.
    decoded: u64,
    origin: Option<i64>,
    frames_done: u64,
    /// Bytes of the file that are not decoded yet, and of the largest packet so far.
    undecoded: u64,
    largest: u64,
    ended: bool,
}

impl CodedSource {
    /// Opens the sound of a `kind` in a `part` of the file and decodes its first packet.
    /// `front` stands in place of what comes before the part.
    pub(super) fn new(
        tape: Tape,
        kind: Kind,
        front: Vec<u8>,
        part: Range<u64>,
    ) -> Result<Self, ReadError> {
        let bytes = part.end.saturating_sub(part.start);
        let tape = Arc::new(Mutex::new(tape));
        // Streams are read from front to back. Given a way to jump, symphonia estimates how long
        // they are and cuts them there.
        let window = Window::new(Arc::clone(&tape), front, part, kind == Kind::Mp4);
        let stream = MediaSourceStream::new(Box::new(window), MediaSourceStreamOptions::default());
        let refused = |error| refusal(error, &tape, kind);
        let reader = demux(kind, stream).map_err(refused)?;
        let Some(track) = reader.default_track(TrackType::Audio) else {
            return Err(ReadError::Empty);
        };
        let Some(CodecParameters::Audio(params)) = &track.codec_params else {
            return Err(ReadError::Empty);
        };
        let (encoding, bits) = codec::encoding(params)?;
        let decoder = decoder(params).map_err(refused)?;
        let format = Format {
            container: codec::container(kind),
            encoding,
            bits,
            rate: SampleRate(0),
            channels: 0,
            frames: Frames(track.num_frames.unwrap_or(0)),
        };
        let sizes_unset = kind == Kind::Flac && track.num_frames.is_none();
        let mut source = Self {
            kind,
            track: track.id,
            reader,
            decoder,
            format,
            header: Header { sizes_unset, ..Header::default() },
            tape,
            taken: 0,
            decoded: 0,
            origin: None,
            frames_done: 0,
            undecoded: bytes,
            largest: 0,
            ended: false,
        };
        if !source.advance()? {
            return Err(ReadError::Empty);
        }
        (source.format.channels, source.format.rate) = source.spec();
        outline::sane(source.format.channels, source.format.rate.0, 0)?;
        Ok(source)
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// Decodes the next frames into `block`.
    pub(super) fn read(&mut self, block: &mut Block) -> Result<(), ReadError> {
        block.shape(self.format.channels.into());
        block.frames = 0;
        block.used_bits = 0;
        while block.frames < BLOCK_FRAMES && !self.ended {
            let packet = self.decoder.last_decoded();
            let waiting = packet.frames() - self.taken;
            let take = waiting.min(BLOCK_FRAMES - block.frames).min(self.frames_left());
            copy(&packet, self.taken, take, block);
            self.taken += take;
            self.frames_done += take as u64;
            block.frames += take;
            if self.frames_left() == 0 || (take == waiting && !self.advance()?) {
                self.end();
            }
        }
        Ok(())
    }

    /// Hashes what is left of the file.
    pub(super) fn finish(self, stop: &AtomicBool) -> Result<Option<blake3::Hash>, ReadError> {
        lock(&self.tape).hash_all(&mut vec![0; 1 << 20], stop)
    }

    /// Frames that may still come. What an MPEG-4 file holds beyond its duration is padding.
    fn frames_left(&self) -> usize {
        match self.format.frames.0 {
            promised if self.kind == Kind::Mp4 && promised > 0 => {
                usize::try_from(promised - self.frames_done).unwrap_or(usize::MAX)
            }
            _ => usize::MAX,
        }
    }

    /// Decodes the next packet that holds sound; false when there is none.
    fn advance(&mut self) -> Result<bool, ReadError> {
        self.taken = 0;
        let mut barren = 0;
        while barren < MAX_BARREN {
            let packet = match self.reader.next_packet() {
                Ok(Some(packet)) => packet,
                Ok(None) => return self.over(),
                Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return self.over();
                }
                Err(Error::ResetRequired) => {
                    self.start_over()?;
                    barren += 1;
                    continue;
                }
                Err(error) => return Err(refusal(error, &self.tape, self.kind)),
            };
            if packet.track_id != self.track {
                continue;
            }
            match self.decoder.decode(&packet).map(|decoded| decoded.frames()) {
                Ok(0) => barren += 1,
                Ok(frames) => {
                    self.follows(&packet)?;
                    self.decoded += frames as u64;
                    let bytes = (packet.data.len() as u64).min(self.verbatim(frames));
                    self.undecoded = self.undecoded.saturating_sub(bytes);
                    self.largest = self.largest.max(bytes);
                    return Ok(true);
                }
                // A stream may begin, or be cut, in the middle of things; whether sound is missing
                // between two packets is told by their times.
                Err(Error::DecodeError(_) | Error::IoError(_)) if self.may_skip() => barren += 1,
                Err(error) => return Err(refusal(error, &self.tape, self.kind)),
            }
        }
        Err(self.damaged("nothing of what follows can be decoded".to_owned()))
    }

    /// The packets have come to an end. Whether the last ones of a FLAC file were lost is told by its
    /// length; where that was never written, by bytes that are more than a packet cut in the middle.
    fn over(&self) -> Result<bool, ReadError> {
        let endless = self.kind == Kind::Flac && self.format.frames.0 == 0;
        if endless && self.undecoded > 2 * self.largest {
            return Err(self.damaged("what follows cannot be decoded".to_owned()));
        }
        Ok(false)
    }

    /// Bytes of so many frames without compression, with a bit more for sides and headers: symphonia
    /// lets a packet reach to the next header that it knows, whatever lies between.
    fn verbatim(&self, frames: usize) -> u64 {
        let (channels, _) = self.spec();
        let bits = u64::from(self.format.bits.unwrap_or(32)) + 1;
        (frames as u64 * u64::from(channels) * bits).div_ceil(8) + 64
    }

    /// Whether a packet that cannot be decoded is passed over.
    fn may_skip(&self) -> bool {
        self.format.encoding.is_lossy() || self.kind == Kind::Flac
    }

    /// Whether the packet just decoded has the shape of those before, and misses none of them.
    fn follows(&mut self, packet: &Packet) -> Result<(), ReadError> {
        let shape = (self.format.channels, self.format.rate);
        if self.format.channels > 0 && shape != self.spec() {
            return Err(self.damaged("its channels or its sample rate change here".to_owned()));
        }
        let origin = *self.origin.get_or_insert(packet.pts.get());
        let missing = (packet.pts.get() - origin).saturating_sub_unsigned(self.decoded);
        if self.kind == Kind::Flac && missing > 0 {
            return Err(self.damaged(format!("{missing} frames are missing here")));
        }
        Ok(())
    }

    /// Another stream begins in an Ogg file, where the first one ended.
    fn start_over(&mut self) -> Result<(), ReadError> {
        let track = self.reader.default_track(TrackType::Audio);
        let Some((id, Some(CodecParameters::Audio(params)))) =
            track.map(|track| (track.id, &track.codec_params))
        else {
            return Err(self.damaged("what follows is not sound".to_owned()));
        };
        self.decoder = decoder(params).map_err(|error| refusal(error, &self.tape, self.kind))?;
        self.track = id;
        Ok(())
    }

    fn end(&mut self) {
        self.ended = true;
        let promised = self.format.frames;
        self.format.frames = Frames(self.frames_done);
        if self.frames_done < promised.0 {
            self.header.promised_frames = Some(promised);
        }
    }

    fn spec(&self) -> (u16, SampleRate) {
        let decoded = self.decoder.last_decoded();
        let spec = decoded.spec();
        let channels = u16::try_from(spec.channels().count()).unwrap_or(u16::MAX);
        (channels, SampleRate(spec.rate()))
    }

    fn damaged(&self, reason: String) -> ReadError {
        ReadError::Damaged { at: lock(&self.tape).position(), reason }
    }
}

fn demux(kind: Kind, stream: MediaSourceStream<'static>) -> Result<Box<dyn FormatReader>, Error> {
    let options = FormatOptions::default();
    Ok(match kind {
        Kind::Flac => Box::new(FlacReader::try_new(stream, options)?),
        Kind::Mpeg => Box::new(MpaReader::try_new(stream, options)?),
        Kind::Adts => Box::new(AdtsReader::try_new(stream, options)?),
        Kind::Mp4 => Box::new(IsoMp4Reader::try_new(stream, options)?),
        Kind::Ogg => Box::new(OggReader::try_new(stream, options)?),
        Kind::Riff | Kind::W64 | Kind::Aiff => return Err(Error::Unsupported("not compressed")),
    })
}

fn decoder(params: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>, Error> {
    symphonia::default::get_codecs().make_audio_decoder(params, &AudioDecoderOptions::default())
}

fn copy(packet: &GenericAudioBufferRef<'_>, from: usize, frames: usize, block: &mut Block) {
    let to = block.frames;
    for (channel, out) in block.channels.iter_mut().enumerate() {
        let out = &mut out[to..to + frames];
        match packet {
            GenericAudioBufferRef::S32(buffer) => {
                let plane = buffer.plane(channel).unwrap_or(&[]);
                block.used_bits |= samples::plane(&plane[from..from + frames], out);
            }
            GenericAudioBufferRef::F32(buffer) => {
                out.copy_from_slice(&buffer.plane(channel).unwrap_or(&[])[from..from + frames]);
            }
            // None of the decoders that are built in speaks anything else.
            _ => out.fill(0.0),
        }
    }
}

fn lock(tape: &Mutex<Tape>) -> MutexGuard<'_, Tape> {
    tape.lock().unwrap_or_else(PoisonError::into_inner)
}

fn refusal(error: Error, tape: &Mutex<Tape>, kind: Kind) -> ReadError {
    let at = lock(tape).position();
    match error {
        Error::IoError(source) if source.kind() == io::ErrorKind::UnexpectedEof => {
            ReadError::damaged(at, "no sound was found before the end of the file")
        }
        Error::IoError(source) if source.raw_os_error().is_some() => ReadError::Io { at, source },
        Error::Unsupported(feature) => codec::unsupported(kind, feature),
        Error::DecodeError(what) | Error::LimitError(what) => ReadError::damaged(at, what),
        error => ReadError::damaged(at, error.to_string()),
    }
}
