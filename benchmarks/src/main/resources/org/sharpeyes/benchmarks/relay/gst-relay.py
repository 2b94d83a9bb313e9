"""GStreamer's RTSP server as a relay: one shared media per camera, pulled by TCP, payloaded anew.

Usage: gst-relay.py CAMERA_BASE_ADDRESS CAMERAS. Prints "GST port=N" when it listens; ends when standard input does.
"""
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

Gst.init(None)
base, cameras = sys.argv[1], int(sys.argv[2])
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service("0")
for number in range(cameras):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(
        f"( rtspsrc location={base}{number} protocols=tcp latency=0 ! rtph264depay ! rtph264pay name=pay0 pt=96 )"
    )
    factory.set_shared(True)
    server.get_mount_points().add_factory(f"/cam/{number}", factory)
server.attach(None)
loop = GLib.MainLoop()
threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
print(f"GST port={server.get_bound_port()}", flush=True)
loop.run()
