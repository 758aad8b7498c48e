"""A window to drag files from: drag_source.py FILE… (GTK 3). Says "shown" once it can be dragged from."""
import pathlib
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, GLib, Gtk

window = Gtk.Window(title="Drag source")
window.set_default_size(120, 100)
box = Gtk.EventBox()
box.add(Gtk.Label(label="drag me"))
window.add(box)
target = Gtk.TargetEntry.new("text/uri-list", 0, 0)
box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [target], Gdk.DragAction.COPY)
uris = [pathlib.Path(name).resolve().as_uri() for name in sys.argv[1:]]
box.connect("drag-data-get", lambda box, context, data, info, time: data.set_uris(uris))
# A drag that is over, dropped or not, has done all that this window is for.
box.connect("drag-end", lambda *_: Gtk.main_quit())
window.connect("map-event", lambda *_: GLib.idle_add(print, "shown", flush=True) and False)
window.show_all()
Gtk.main()
