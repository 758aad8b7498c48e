//! Cubase's track archive with one marker track in seconds, so that no tempo of the session moves it.
//! Ranges are cycle markers. Cubase refuses a track without `Flags` and `Track Device`.

use super::{Marker, Sheet, time};

pub(super) fn text(sheet: &Sheet) -> String {
    let (mut markers, mut cycles) = (0, 0);
    let mut event = |(id, marker): (u32, &Marker)| {
        let (from, to) = sheet.in_session(marker);
        let seconds = |frame| time::seconds(frame, sheet.rate);
        let count = if to.is_some() { &mut cycles } else { &mut markers };
        *count += 1;
        let class = if to.is_some() { "MRangeMarkerEvent" } else { "MMarkerEvent" };
        let length = to.map_or_else(|| "0".to_owned(), |to| seconds(to - from));
        let (start, name) = (seconds(from), escaped(&sheet.label(marker)));
        format!(
            r#"
               <obj class="{class}" ID="{id}">
                  <float name="Start" value="{start}"/>
                  <float name="Length" value="{length}"/>
                  <string name="Name" value="{name}" wide="true"/>
                  <int name="ID" value="{count}"/>
               </obj>"#
        )
    };
    let events: Vec<String> = (FIRST_ID..).zip(&sheet.markers).map(&mut event).collect();
    let events = events.concat();
    let end = time::seconds(sheet.session_frame(sheet.frames), sheet.rate);
    let (name, rate) = (escaped(&sheet.title()), sheet.rate.0);
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<tracklist2>
   <list name="track" type="obj">
      <obj class="MMarkerTrackEvent" ID="1">
         <int name="Flags" value="1"/>
         <float name="Start" value="0"/>
         <float name="Length" value="{end}"/>
         <obj class="MListNode" name="Node" ID="2">
            <string name="Name" value="{name}" wide="true"/>
            <member name="Domain">
               <int name="Type" value="1"/>
               <float name="Period" value="1"/>
            </member>
            <list name="Events" type="obj">{events}
            </list>
         </obj>
         <obj class="MTrack" name="Track Device" ID="3">
            <int name="Connection Type" value="2"/>
         </obj>
      </obj>
   </list>
   <obj class="PArrangeSetup" name="Setup" ID="4">
      <member name="Start">
         <float name="Time" value="0"/>
         <member name="Domain">
            <int name="Type" value="1"/>
            <float name="Period" value="1"/>
         </member>
      </member>
      <member name="Length">
         <float name="Time" value="{end}"/>
         <member name="Domain">
            <int name="Type" value="1"/>
            <float name="Period" value="1"/>
         </member>
      </member>
      <float name="SampleRate" value="{rate}"/>
   </obj>
</tracklist2>
"#
    )
}

/// Ids of objects are unique in the file; the first ones are those of the track around the markers.
const FIRST_ID: u32 = 100;

/// Fit for an attribute; what XML 1.0 cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
