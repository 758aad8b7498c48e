"""A window to drag files from, beside the app's: drag_source.py X Y FILE… (GTK 3).

Says where its middle is, as "X Y", once it can be dragged from: a window manager has the last word on that.
"""
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
uris = [pathlib.Path(name).resolve().as_uri() for name in sys.argv[3:]]
box.connect("drag-data-get", lambda box, context, data, info, time: data.set_uris(uris))
# A drag that is over, dropped or not, has done all that this window is for.
box.connect("drag-end", lambda *_: Gtk.main_quit())


def tell():
    _, left, top = box.get_window().get_origin()
    print(left + box.get_allocated_width() // 2, top + box.get_allocated_height() // 2, flush=True)


window.connect("map-event", lambda *_: GLib.idle_add(tell) and False)
window.move(int(sys.argv[1]), int(sys.argv[2]))
window.show_all()
Gtk.main()
