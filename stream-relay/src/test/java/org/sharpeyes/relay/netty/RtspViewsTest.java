package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.StreamSnapshot;

/** Views over RTSP as the operator sees them: counted, limited, ended, carried over a restart of the camera. */
class RtspViewsTest extends RelayOnLoopback {
    @Test
    void aUserMayWatchOnlySoManyStreams() throws IOException {
        serveInstead(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0).withLimits(100, 50, 3),
                RelaySettings.defaults());
        for (int i = 0; i < 3; i++) {
            play(viewer());
        }
        assertThat(viewer().ask("SETUP", address() + "/trackID=0", TCP).status())
                .isEqualTo(453);
    }

    @Test
    void aKickedViewerIsGoneAndARevokedTicketEndsItsViews() throws IOException {
        RawViewer kicked = viewer();
        play(kicked);
        assertThat(server.kick(snapshot().get(0).viewers().get(0).id())).isTrue();
        assertThat(kicked.closedWithin(5000)).isTrue();
        RawViewer revoked = viewer();
        play(revoked);
        assertThat(server.revokeTicket("good")).isEqualTo(1);
        assertThat(revoked.closedWithin(5000)).isTrue();
        RawViewer other = viewer();
        play(other);
        assertThat(server.revoke(door.user())).isEqualTo(1);
        assertThat(other.closedWithin(5000)).isTrue();
        assertThat(server.kick("nobody")).isFalse();
    }

    @Test
    void twentyViewersAreOneSessionAtTheCameraAndAreListed() throws IOException {
        for (int i = 0; i < 20; i++) {
            RawViewer viewer = viewer();
            play(viewer);
            viewer.awaitFrames(5);
        }
        assertThat(camera.opened()).isEqualTo(1);
        StreamSnapshot stream = snapshot().get(0);
        assertThat(stream.state()).isEqualTo(StreamSnapshot.State.LIVE);
        assertThat(stream.viewers()).hasSize(20).allMatch(viewer -> viewer.sentBytes() > 0);
        assertThat(stream.viewers()).allMatch(viewer -> viewer.transport().equals("rtsp-tcp"));
    }

    @Test
    @Tag("slow")
    void viewersPlayOnWithoutAGapWhenTheCameraIsRestarted() throws IOException {
        RawViewer viewer = viewer();
        play(viewer);
        viewer.awaitFrames(20);
        camera.breakDown();
        viewer.awaitFrames(60);
        assertThat(camera.opened()).isEqualTo(2);
        assertThat(viewer.ask("GET_PARAMETER", address(), "Session: " + sessionOf(viewer))
                        .status())
                .isEqualTo(200);
    }
}
