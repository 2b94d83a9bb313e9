package org.sharpeyes.relay.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharpeyes.media.digest.DigestAlgorithm;
import org.sharpeyes.relay.OpenDoor;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.netty.RawViewer.Answer;
import org.sharpeyes.relay.playback.MediaSource;
import org.sharpeyes.relay.wall.WallWindows;

/**
 * The attacks on an RTSP server over TCP that are known by number: R1 to R9, on real sockets; R5 is a test of the client
 * (ClientDialogueTest), R10 has a class of its own (HostileCameraTest), U1 to U4 are in DatagramHardeningTest.
 */
class HardeningTest extends RelayOnLoopback {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n folded: yes\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nX: a\u0000b\r\n\r\n",
                "OPTIONS * RTSP/1.0\nCSeq: 1\n\n",
                "OPTIONS * RTSP/1.0\r\nCSeq 1\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nCSeq: 1\r\n\r\n",
                "OPTIONS  * RTSP/1.0\r\nCSeq: 1\r\n\r\n",
                "\u0001\u0002\u0003\u0004",
            })
    void r1WhatIsNoRequestIsRefusedAndTheConnectionClosed(String text) throws IOException {
        RawViewer viewer = viewer();
        viewer.send(text);
        assertThat(viewer.answer().status()).isBetween(400, 505);
        assertThat(viewer.closedWithin(2000)).isTrue();
    }

    @Test
    void r1LongLinesAndManyHeadersAreRefused() throws IOException {
        RawViewer longLine = viewer();
        longLine.send("OPTIONS rtsp://127.0.0.1/" + "a".repeat(65536) + " RTSP/1.0\r\nCSeq: 1\r\n\r\n");
        assertThat(longLine.closedWithin(2000)).isTrue();
        RawViewer manyHeaders = viewer();
        manyHeaders.send("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n" + "a: b\r\n".repeat(10_000) + "\r\n");
        assertThat(manyHeaders.closedWithin(2000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5\r\nContent-Length: 5",
                "Content-Length: -1",
                "Content-Length: 99999999999",
                "Content-Length: 2147483647",
                "Content-Length: 5, 5",
                "Content-Length: 0x5",
                "Transfer-Encoding: chunked"
            })
    void r2ABodyWhoseLengthCanBeReadInTwoWaysEndsTheConnection(String header) throws IOException {
        RawViewer viewer = viewer();
        viewer.send("GET_PARAMETER * RTSP/1.0\r\nCSeq: 1\r\n" + header + "\r\n\r\nOPTIO");
        assertThat(viewer.answer().status()).isBetween(400, 501);
        assertThat(viewer.closedWithin(2000)).isTrue();
    }

    @Test
    void r2ARequestHiddenInABodyIsNotAnswered() throws IOException {
        RawViewer viewer = viewer();
        String hidden = "OPTIONS * RTSP/1.0\r\nCSeq: 66\r\n\r\n$\0\0\4abcd";
        viewer.send("SET_PARAMETER * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: " + hidden.length() + "\r\n\r\n" + hidden
                + "OPTIONS * RTSP/1.0\r\nCSeq: 2\r\n\r\n");
        assertThat(viewer.answer().header("cseq")).isEqualTo("1");
        assertThat(viewer.answer().header("cseq")).isEqualTo("2");
    }

    @Test
    void r2PipelinedRequestsAreAnsweredInOrder() throws IOException {
        RawViewer viewer = viewer();
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= 60; i++) {
            all.append(i % 3 == 0 ? "DESCRIBE " + address() : "OPTIONS *")
                    .append(" RTSP/1.0\r\nCSeq: " + i + "\r\n\r\n");
        }
        viewer.send(all.toString());
        for (int i = 1; i <= 60; i++) {
            assertThat(viewer.answer().header("cseq")).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    @Tag("slow")
    void r3SlowConnectionsAreClosedAndAnHonestViewerDoesNotNotice() throws IOException {
        serveInstead(
                RtspServerSettings.defaults()
                        .withListener("127.0.0.1", 0)
                        .withLimits(4000, 300, 100)
                        .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(60)),
                RelaySettings.defaults());
        for (int i = 0; i < 250; i++) {
            RawViewer slow = viewer();
            slow.send("OPTIONS rtsp");
        }
        RawViewer afterAnswer = viewer();
        assertThat(afterAnswer.ask("OPTIONS", "*").status()).isEqualTo(200);
        afterAnswer.send("D");
        long begun = System.nanoTime();
        RawViewer honest = viewer();
        play(honest);
        honest.awaitFrames(20);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        for (int i = 0; i < 251; i++) {
            assertThat(viewers.get(i).closedWithin(8000)).isTrue();
        }
        assertThat(honest.ask("GET_PARAMETER", address(), "Session: " + sessionOf(honest))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void r3OneAddressCannotTakeEveryPlace() throws IOException {
        serveInstead(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0).withLimits(100, 5, 100),
                RelaySettings.defaults());
        for (int i = 0; i < 5; i++) {
            assertThat(viewer().ask("OPTIONS", "*").status()).isEqualTo(200);
        }
        assertThat(viewer().closedWithin(2000)).isTrue();
        viewers.get(0).close();
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            RawViewer again = viewer();
            again.send("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n");
            try {
                return again.answer().status() == 200;
            } catch (IOException stillFull) {
                return false;
            }
        });
    }

    @Test
    void r4FramesOnChannelsNobodyAgreedOnAreDropped() throws IOException {
        RawViewer viewer = viewer();
        play(viewer);
        viewer.send(new byte[] {'$', 77, 0, 4, 1, 2, 3, 4});
        viewer.send(new byte[] {'$', 1, 0, 0});
        byte[] longest = new byte[4 + 65535];
        longest[0] = '$';
        longest[1] = 1;
        longest[2] = (byte) 0xFF;
        longest[3] = (byte) 0xFF;
        viewer.send(longest);
        assertThat(viewer.ask("GET_PARAMETER", address(), "Session: " + sessionOf(viewer))
                        .status())
                .isEqualTo(200);
        viewer.awaitFrames(10);
    }

    @Test
    void r4GarbageBetweenFramesEndsTheConnection() throws IOException {
        RawViewer viewer = viewer();
        play(viewer);
        viewer.send(new byte[] {'$', 1, 0, 1, 9, 'x', 'y'});
        assertThat(viewer.closedWithin(3000)).isTrue();
    }

    @Test
    void r4AFrameCutInPiecesIsPutTogether() throws IOException {
        RawViewer viewer = viewer();
        play(viewer);
        byte[] report = {'$', 1, 0, 8, (byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 1};
        for (byte b : report) {
            viewer.send(new byte[] {b});
        }
        assertThat(viewer.ask("GET_PARAMETER", address(), "Session: " + sessionOf(viewer))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void r4OneChannelCannotCarryTwoTracks() {
        ChannelMap channels = new ChannelMap();
        assertThat(channels.put(0, 4, 5)).isTrue();
        assertThat(channels.put(1, 5, 6)).isFalse();
        assertThat(channels.put(1, 6, 7)).isTrue();
        assertThat(channels.put(0, 8, 9)).isTrue();
        assertThat(channels.put(1, 4, 5)).isTrue();
    }

    @Test
    void r6SessionIdsAreLongAndNeverRepeat() {
        RelayContext context = new RelayContext(
                server.hub(),
                MediaSource.none(),
                WallWindows.none(),
                door,
                new DigestAuthenticator(door, new java.security.SecureRandom(), InstantSource.system()),
                RelaySettings.defaults(),
                RtspServerSettings.defaults(),
                server.views(),
                System::nanoTime,
                InstantSource.system(),
                new java.security.SecureRandom());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            ids.add(context.newId());
        }
        assertThat(ids).hasSize(100_000).allMatch(one -> one.matches("[0-9a-f]{40}"));
    }

    @Test
    void r6ASessionIdIsWorthNothingElsewhere() throws IOException {
        RawViewer victim = viewer();
        play(victim);
        String session = "Session: " + sessionOf(victim);
        RawViewer thief = viewer();
        for (String method : List.of("PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER", "SET_PARAMETER")) {
            assertThat(thief.ask(method, address(), session).status()).isEqualTo(454);
        }
        assertThat(thief.ask("SETUP", address() + "/trackID=0", session, TCP).status())
                .isEqualTo(454);
        play(thief);
        assertThat(thief.ask("PAUSE", address(), session).status()).isEqualTo(454);
        victim.awaitFrames(10);
    }

    @Test
    void r6ASessionIsBoundToItsUserAndItsPath() throws IOException {
        RawViewer viewer = viewer();
        play(viewer);
        String session = "Session: " + sessionOf(viewer);
        String otherUser = address().replace("good", "good-but-another");
        String otherPath = address().replace(id.toString(), UUID.randomUUID().toString());
        assertThat(viewer.ask("PAUSE", otherUser, session).status()).isEqualTo(454);
        assertThat(viewer.ask("TEARDOWN", otherPath, session).status()).isEqualTo(454);
        viewer.awaitFrames(10);
    }

    @Test
    void r7EveryMethodInEveryStateHasItsAnswer() throws IOException {
        RawViewer viewer = viewer();
        for (String method : List.of("PLAY", "PAUSE", "TEARDOWN")) {
            assertThat(viewer.ask(method, address()).status()).isEqualTo(455);
        }
        for (String method : List.of("ANNOUNCE", "RECORD", "REDIRECT")) {
            assertThat(viewer.ask(method, address()).status()).isEqualTo(455);
        }
        assertThat(viewer.ask("BREW", address()).status()).isEqualTo(501);
        assertThat(viewer.ask("GET_PARAMETER", address()).status()).isEqualTo(455);
        play(viewer);
        String session = "Session: " + sessionOf(viewer);
        assertThat(viewer.ask("SETUP", address() + "/trackID=0", session, TCP).status())
                .isEqualTo(455);
        assertThat(viewer.ask("PLAY", address(), session).status()).isEqualTo(200);
        assertThat(viewer.ask("DESCRIBE", address()).status()).isEqualTo(200);
        assertThat(viewer.ask("PAUSE", address(), session).status()).isEqualTo(200);
        assertThat(viewer.ask("PAUSE", address(), session).status()).isEqualTo(200);
        assertThat(viewer.ask("PLAY", address(), session).status()).isEqualTo(200);
        viewer.awaitFrames(5);
        assertThat(viewer.ask("RECORD", address(), session).status()).isEqualTo(455);
        assertThat(viewer.ask("TEARDOWN", address(), session).status()).isEqualTo(200);
        assertThat(viewer.ask("TEARDOWN", address(), session).status()).isEqualTo(454);
        assertThat(viewer.ask("PLAY", address(), session).status()).isEqualTo(454);
        assertThat(server.views().size()).isZero();
    }

    @Test
    void r7APausedViewerGetsNothingAndPlaysOnWithAKeyFrame() throws IOException {
        RawViewer viewer = viewer();
        play(viewer);
        String session = "Session: " + sessionOf(viewer);
        viewer.awaitFrames(10);
        viewer.ask("PAUSE", address(), session);
        int before = viewer.frames;
        viewer.ask("OPTIONS", "*");
        assertThat(viewer.frames).isEqualTo(before);
        viewer.ask("PLAY", address(), session);
        viewer.awaitFrames(10);
        assertThat(camera.opened()).isEqualTo(1);
    }

    @Test
    void r8WhoDoesNotSayWhoHeIsGetsNothing() throws IOException {
        RawViewer viewer = viewer();
        String bare = address().replaceAll("\\?.*", "");
        for (String method :
                List.of("DESCRIBE", "SETUP", "PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER", "SET_PARAMETER")) {
            assertThat(viewer.ask(method, bare, TCP).status()).as(method).isEqualTo(401);
            assertThat(viewer.ask(method, "rtsp://127.0.0.1/nothing/here", TCP, "User-Agent: TrustMe/1.0")
                            .status())
                    .as(method)
                    .isEqualTo(401);
        }
        assertThat(viewer.ask("DESCRIBE", bare + "?ticket=forged").status()).isEqualTo(401);
        assertThat(camera.opened()).isZero();
    }

    @Test
    void r8ATicketOfOneStreamOpensNoOther() throws IOException {
        RawViewer viewer = viewer();
        assertThat(viewer.ask("DESCRIBE", address()).status()).isEqualTo(200);
        String other = address()
                .replaceAll("\\?.*", "")
                .replace(id.toString(), UUID.randomUUID().toString());
        assertThat(viewer.ask("DESCRIBE", other).status()).isEqualTo(401);
        assertThat(viewer.ask("SETUP", other + "/trackID=0", TCP).status()).isEqualTo(401);
    }

    @Test
    void r8DigestIsCheckedOnEveryRequest() throws IOException {
        String bare = address().replaceAll("\\?.*", "");
        RawViewer viewer = viewer();
        Answer challenged = viewer.ask("DESCRIBE", bare);
        assertThat(challenged.status()).isEqualTo(401);
        assertThat(viewer.challenges).hasSize(2).first().asString().contains("SHA-256");
        for (String algorithm : List.of("MD5", "SHA-256")) {
            String nonce = viewer.nonce();
            String right = digest(algorithm, "duty", OpenDoor.PASSWORD, nonce, "DESCRIBE", bare);
            assertThat(viewer.ask("DESCRIBE", bare, right).status()).isEqualTo(200);
            assertThat(viewer.ask("SETUP", bare + "/trackID=0", TCP, right).status())
                    .isEqualTo(401);
            assertThat(viewer.ask("DESCRIBE", bare.replace("main", "sub"), right)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(viewer.ask("DESCRIBE", bare).status()).isEqualTo(401);
        String nonce = viewer.nonce();
        for (String wrong : List.of(
                digest("MD5", "duty", "wrong", nonce, "DESCRIBE", bare),
                digest("MD5", "nobody", OpenDoor.PASSWORD, nonce, "DESCRIBE", bare),
                digest("MD5", "duty", OpenDoor.PASSWORD, "an-invented-nonce", "DESCRIBE", bare),
                digest("MD5", "duty", OpenDoor.PASSWORD, nonce, "DESCRIBE", bare)
                        .replace("realm=\"test\"", "realm=\"\""),
                digest("MD5", "duty", OpenDoor.PASSWORD, nonce, "DESCRIBE", bare)
                        .replace("algorithm=MD5", "algorithm=SHA-256"),
                "Authorization: Basic ZHV0eTphIHBhc3N3b3Jk",
                "Authorization: Digest")) {
            assertThat(viewer.ask("DESCRIBE", bare, wrong).status()).as(wrong).isEqualTo(401);
        }
    }

    @Test
    void r8WhatOneMayNotSeeIsNotFound() throws IOException {
        String bare = address().replaceAll("\\?.*", "");
        String nothing = "rtsp://127.0.0.1/nothing";
        RawViewer viewer = viewer();
        viewer.ask("DESCRIBE", bare);
        String nonce = viewer.nonce();
        assertThat(viewer.ask("DESCRIBE", bare, digest("MD5", "grid", OpenDoor.PASSWORD, nonce, "DESCRIBE", bare))
                        .status())
                .isEqualTo(404);
        assertThat(viewer.ask("DESCRIBE", nothing, digest("MD5", "grid", OpenDoor.PASSWORD, nonce, "DESCRIBE", nothing))
                        .status())
                .isEqualTo(404);
        assertThat(camera.opened()).isZero();
    }

    @Test
    void r8GuessingIsSlowedDown() throws IOException {
        String bare = address().replaceAll("\\?.*", "");
        RawViewer viewer = viewer();
        viewer.ask("DESCRIBE", bare);
        for (int i = 0; i < 25; i++) {
            String guess = digest("MD5", "duty", "guess " + i, viewer.nonce(), "DESCRIBE", bare);
            assertThat(viewer.ask("DESCRIBE", bare, guess).status()).isEqualTo(401);
        }
        String right = digest("MD5", "duty", OpenDoor.PASSWORD, viewer.nonce(), "DESCRIBE", bare);
        assertThat(viewer.ask("DESCRIBE", bare, right).status()).isEqualTo(401);
    }

    private static String digest(
            String algorithm, String user, String password, String nonce, String method, String uri) {
        DigestAlgorithm hash = DigestAlgorithm.of(algorithm).orElseThrow();
        String first = hash.passwordHash(user, "test", password);
        String second = hash.hash(method + ":" + uri);
        String response = hash.hash(first + ":" + nonce + ":00000001:abcdef:auth:" + second);
        return "Authorization: Digest username=\"" + user + "\", realm=\"test\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", response=\"" + response + "\", algorithm=" + algorithm
                + ", qop=auth, nc=00000001, cnonce=\"abcdef\"";
    }

    @Test
    @Tag("slow")
    void r9ViewersThatStopReadingAreClosedAndOthersLoseNothing() throws IOException {
        serveInstead(
                RtspServerSettings.defaults().withListener("127.0.0.1", 0),
                new RelaySettings(
                        1 << 20,
                        Duration.ofSeconds(12),
                        1 << 28,
                        1 << 20,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30)));
        RawViewer honest = viewer();
        play(honest);
        for (int i = 0; i < 10; i++) {
            RawViewer stuck = new RawViewer(server.address(), 2048);
            viewers.add(stuck);
            play(stuck);
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (server.views().size() > 1 && System.nanoTime() < until) {
            honest.awaitFrames(25);
        }
        assertThat(server.views().size()).isEqualTo(1);
        ViewerSnapshot last = snapshot().get(0).viewers().get(0);
        assertThat(last.droppedPictures()).isZero();
        assertThat(last.sentPictures()).isGreaterThan(20);
        assertThat(camera.opened()).isEqualTo(1);
    }
}
