//! What to do in each DAW, with the names that stand in its menus.

use super::Daw;

/// One sentence or two for each DAW, in the order of [`Daw::ALL`].
pub(super) type Steps = [&'static str; Daw::ALL.len()];

/// Bounce again as 24-bit WAV.
pub(super) const BOUNCE: Steps = [
    "Select the tracks, right-click a track name and choose Bounce…; File Type: WAV, Bit Depth: 24 Bit, Sample Rate: that of the session.",
    "File > Export > All Tracks as Audio Files…; Save Format: Wave, Bit Depth: 24 Bit, Normalize: Off.",
    "File > Export > Audio Mixdown…; Channel Selection: Multiple, File Type: Wave, Bit Depth: 24 bit.",
    "File > Export Audio/Video…; Rendered Track: All Individual Tracks, File Type: WAV, Bit Depth: 24, Normalize: Off.",
    "File > Render…; Source: Stems (selected tracks), Output format: WAV, WAV bit depth: 24 bit PCM.",
    "Song > Export Stems…; Format: Wave File, Resolution: 24 Bit.",
];

/// Bounce again at the rate of the session.
pub(super) const RATE: Steps = [
    "Setup > Session shows the Sample Rate. Right-click the track name, choose Bounce…, and set Sample Rate to the same.",
    "File > Project Settings > Audio… shows the Sample Rate. File > Export > All Tracks as Audio Files… uses it.",
    "Project > Project Setup… shows the Sample Rate. In File > Export > Audio Mixdown… set Sample Rate to the same.",
    "Settings > Audio shows the In/Out Sample Rate. In File > Export Audio/Video… set Sample Rate to the same.",
    "File > Project settings… shows the Project sample rate. In File > Render… set Sample rate to the same.",
    "Song > Song Setup… shows the Sample Rate. In Song > Export Stems… set Sample Rate to the same.",
];

/// Bounce again over the whole song.
pub(super) const RANGE: Steps = [
    "Select from bar 1 to after the last tail on all tracks in the Edit window, then right-click a track name and choose Bounce….",
    "File > Export > All Tracks as Audio Files…; Range: Extend File Length to Project End, and tick Include Audio Tail.",
    "Set the left locator to bar 1 and the right one after the last tail, then File > Export > Audio Mixdown…; Export Range: Locators.",
    "File > Export Audio/Video…; Render Start: 1.1.1, Render Length: to after the last tail, the same for every export.",
    "File > Render…; Bounds: Entire project, and tick Tail so that reverbs ring out.",
    "Set the Song Start and End markers around everything, then Song > Export Stems…; Export Range: Between Song Start/End Marker.",
];

/// Bounce as mono.
pub(super) const MONO: Steps = [
    "Select the track and choose Track > Split Into Mono; keep one of the two tracks and bounce it.",
    "Click the channel format button on the channel strip until it shows one circle, then File > Export > Track as Audio File….",
    "File > Export > Audio Mixdown…; set the channel format of this channel to Mono Downmix.",
    "File > Export Audio/Video…; choose the track as Rendered Track and switch Convert to Mono on.",
    "File > Render…; Source: Stems (selected tracks), Channels: Mono.",
    "Set the track's Channel Mode to mono, then Song > Export Stems… with mono tracks kept mono.",
];

/// Bounce in stereo or mono, not in surround.
pub(super) const CHANNELS: Steps = [
    "Set the track's output to a stereo path in the I/O selector, then right-click its name and choose Bounce….",
    "Set the channel strip's output to Stereo Output, then File > Export > Track as Audio File….",
    "Route the channel to a stereo bus in the Mixer, then File > Export > Audio Mixdown….",
    "Live bounces in stereo: File > Export Audio/Video….",
    "File > Render…; Source: Stems (selected tracks), Channels: Stereo.",
    "Set the channel's output to a stereo bus in the Console, then Song > Export Stems….",
];

/// Lower the level before whatever clips.
pub(super) const TURN_DOWN: Steps = [
    "Look for the red clip light from the first insert on; lower Clip Gain or the plug-in's output there, switch limiters off, and bounce again.",
    "Look for the red peak display from the first plug-in on; lower the region's Gain or the plug-in's output, and export with Normalize: Overload Protection Only or Off.",
    "Lower the event's volume or Pre-Gain on the channel until no clip light shows, and export again.",
    "Lower the clip's Gain or put a Utility in front of what clips, and export with Normalize: Off.",
    "Lower the item's volume or the plug-in's output until the track meter stays off red, and render again.",
    "Lower the event's volume or the channel's Input Gain until no clip light shows, and export again.",
];

/// Raise the level.
pub(super) const TURN_UP: Steps = [
    "Look at the fader, Clip Gain, the volume automation and sends; raise what is down and bounce again.",
    "Look at the fader, the region's Gain and the Volume automation; raise what is down and export again.",
    "Look at the fader, the event's volume and the automation; raise what is down and export again.",
    "Look at the track's volume, the clip's Gain and the automation; raise what is down and export again.",
    "Look at the fader, the item's volume and the envelopes; raise what is down and render again.",
    "Look at the fader, the event's volume and the automation; raise what is down and export again.",
];

/// Find out why nothing came out.
pub(super) const UNMUTE: Steps = [
    "Look for M and S buttons, muted clips (Edit > Mute Clips) and inactive tracks (Track > Make Active), then bounce again.",
    "Look for M and S buttons and muted regions (Ctrl-M), then File > Export > Track as Audio File….",
    "Look for M and S buttons and muted events (Edit > Unmute), then File > Export > Audio Mixdown….",
    "Look for the Track Activator, Solo and deactivated clips (0), then File > Export Audio/Video….",
    "Look for M and S buttons and muted items, then File > Render….",
    "Look for M and S buttons and muted events (Shift+M), then Song > Export Stems….",
];

/// Remove a DC offset.
pub(super) const DC: Steps = [
    "Select the clip and use AudioSuite > Other > DC Offset Removal, then bounce again.",
    "Open the region in the Audio File Editor: Functions > Remove DC Offset, then export again.",
    "Select the event: Audio > Processes > Remove DC Offset, then export again.",
    "Put a Utility on the track and switch DC on, then export again.",
    "Put JS: DC Remove on the track, then render again.",
    "Put a Mixtool on the track and switch Block DC Offset on, then export again.",
];

/// Turn the polarity of one channel.
pub(super) const POLARITY: Steps = [
    "Choose Track > Split Into Mono, put AudioSuite > Other > Invert on one side, and bounce both as a stereo track.",
    "Put Utility > Gain on the track, switch Phase Invert on for Left or Right, then export again.",
    "Select the event: Audio > Processes > Invert Phase, with Invert On: Left Channel, then export again.",
    "Put a Utility on the track, switch Phase Invert on for Left or Right (not both), then export again.",
    "Put JS: Channel Polarity Control on the track, turn one channel, then render again.",
    "Put a Mixtool on the track, switch Invert Left or Invert Right on, then export again.",
];

/// Bounce without reverb and dynamics.
pub(super) const DRY: Steps = [
    "Bypass reverbs, limiters and mix compressors in the inserts (Cmd- or Ctrl-click the insert), mute their sends, then bounce again.",
    "File > Export > All Tracks as Audio Files…; tick Bypass Effect Plug-ins, or bypass only reverbs and limiters by hand.",
    "File > Export > Audio Mixdown…; Effects: Dry, or bypass only reverbs and limiters in the inserts.",
    "Switch the Device Activators of reverbs and limiters off; File > Export Audio/Video… with Include Return and Main Effects off.",
    "Switch reverbs and limiters off in the track's FX chain and mute their sends, then File > Render….",
    "Switch reverbs and limiters off in the channel's Inserts and mute their sends, then Song > Export Stems….",
];

/// Give a track a name before bouncing.
pub(super) const RENAME: Steps = [
    "Double-click the track's name and type what plays; bounced files take it over.",
    "Double-click the name in the track header and type what plays; File > Export takes it over.",
    "Double-click the name in the track list and type what plays; Audio Mixdown takes it over with the naming scheme Channel Name.",
    "Select the track, press Cmd- or Ctrl-R and type what plays; the export takes it over.",
    "Double-click the name in the track panel and type what plays; in File > Render… use $track as the file name.",
    "Double-click the track's name and type what plays; Export Stems takes it over.",
];

/// Make a place whole.
pub(super) const REPAIR: Steps = [
    "Go to the place in the original clip. If it is there too, redraw it with the Pencil tool or crossfade over it (Edit > Fades > Create…); if not, bounce again offline.",
    "Go to the place in the original region. If it is there too, draw over it with the Pencil tool in the Audio File Editor; if not, bounce again with Mode: Offline.",
    "Go to the place in the original event. If it is there too, redraw it with the Draw tool in the Sample Editor; if not, export again without Real-Time Export.",
    "Go to the place in the original clip. If it is there too, cut it out and crossfade (Create > Create Fade/Crossfade); if not, export again.",
    "Go to the place in the original item. If it is there too, split around it and crossfade (X); if not, render again at Full-speed Offline.",
    "Go to the place in the original event. If it is there too, split around it and crossfade (X); if not, export again without Realtime Processing.",
];

/// Go back to the sound before it was converted.
pub(super) const SOURCE: Steps = [
    "Window > Project shows which file the clip plays and its sample rate. Replace it by the original recording, and bounce again.",
    "The Project Browser shows the file's format. Replace it by the original recording, and export again.",
    "Media > Open Pool Window shows the file's format. Replace it by the original recording, and export again.",
    "The clip's Audio tab shows the file and its format; use Manage Files > Replace Files, and export again.",
    "Right-click the item: Source properties… shows the file's format. Replace it by the original recording, and render again.",
    "The Pool in the Browser shows the file. Replace it by the original recording, and export again.",
];

/// Bounce the whole song for comparison.
pub(super) const REFERENCE: Steps = [
    "File > Bounce Mix… over the whole song, with the faders as they are; call it Rough mix.",
    "File > Bounce > Project or Section… with the faders as they are; call it Rough mix.",
    "File > Export > Audio Mixdown…; Channel Selection: Single, the main output; call it Rough mix.",
    "File > Export Audio/Video…; Rendered Track: Main; call it Rough mix.",
    "File > Render…; Source: Master mix; call it Rough mix.",
    "Song > Export Mixdown…; call it Rough mix.",
];

/// Bring every file that a session plays into its folder.
pub(super) const COLLECT: Steps = [
    "File > Save Copy In…; under Items to Copy tick All Audio Files (and Movie/Video Files if there are any), then send the new folder.",
    "File > Project Management > Consolidate…, tick Audio files, then File > Save; a project saved as a package travels as one file.",
    "Media > Prepare Archive…, then File > Back up Project… into an empty folder, and send that folder.",
    "File > Collect All and Save, with Yes for files from everywhere; then send the whole project folder, not the .als alone.",
    "File > Save project as…; tick Create subdirectory for project and Copy all media into project directory, then send that folder.",
    "Song > Copy External Files…, then File > Save; send the whole song folder, not the .song alone.",
];
