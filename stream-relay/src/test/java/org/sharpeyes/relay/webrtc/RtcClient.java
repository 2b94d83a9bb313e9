package org.sharpeyes.relay.webrtc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.rtp.RtpHeader;

/** A browser of the tests' own: ICE checks, DTLS client, SRTP, by UDP or TCP. Blocks; confined to the test's thread. */
public final class RtcClient implements AutoCloseable {
    private static final int WAIT_MILLIS = 10_000;

    /** One RTP packet in the clear. */
    public record Packet(int payloadType, int ssrc, int sequence, ByteBuf bytes) {}

    private final SecureRandom random = new SecureRandom();
    private final BcTlsCrypto crypto = new BcTlsCrypto(random);
    private final IceCredentials own = IceCredentials.random(random);
    private final DtlsIdentity identity = DtlsIdentity.generate(random, Instant.now());
    private final SrtpProfile profile;
    private final Map<Integer, Long> highest = new HashMap<>();

    private IceCredentials peer = own;
    private InetSocketAddress server = new InetSocketAddress(0);
    private @Nullable DatagramSocket udp;
    private @Nullable Socket tcp;
    private @Nullable DTLSTransport dtls;
    private @Nullable SrtpCipher rtp;
    private @Nullable SrtpCipher rtcpIn;
    private @Nullable SrtpCipher rtcpOut;
    private int rtcpIndex;
    private boolean goodbye;

    public RtcClient(SrtpProfile profile) {
        this.profile = profile;
    }

    /** What Chromium would say, with our name, password and certificate. */
    public String offer() throws IOException {
        return RtcOfferTest.chromium()
                .replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:" + own.ufrag())
                .replaceAll("a=ice-pwd:.*", "a=ice-pwd:" + Matcher.quoteReplacement(own.password()))
                .replaceAll("a=fingerprint:.*", "a=fingerprint:" + identity.fingerprint());
    }

    /** Takes in the answer and goes to its candidate of UDP or TCP. */
    public void reach(String answer, boolean overTcp) throws IOException {
        peer = new IceCredentials(find(answer, "a=ice-ufrag:(\\S+)"), find(answer, "a=ice-pwd:(\\S+)"));
        String[] candidate = find(
                        answer,
                        overTcp ? " tcp \\d+ (\\S+ \\d+) typ host tcptype passive" : " udp \\d+ (\\S+ \\d+) typ host")
                .split(" ");
        server = new InetSocketAddress(InetAddress.getByName(candidate[0]), Integer.parseInt(candidate[1]));
        if (overTcp) {
            Socket socket = new Socket(server.getAddress(), server.getPort());
            socket.setSoTimeout(WAIT_MILLIS);
            tcp = socket;
        } else {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(server.getAddress(), 0));
            socket.setSoTimeout(WAIT_MILLIS);
            udp = socket;
        }
    }

    /** Sends a check and says whether it was answered with success within a second or so. */
    public boolean check(boolean nominate, String password) throws IOException {
        send(request(nominate, password));
        for (int i = 0; i < 50; i++) {
            byte[] answer = receive(1000);
            if (answer.length == 0) {
                return false;
            }
            if (answer[0] == 1) {
                return answer[1] == 1;
            }
        }
        return false;
    }

    public boolean check() throws IOException {
        return check(true, peer.password());
    }

    private byte[] request(boolean nominate, String password) {
        ByteBuf out = Unpooled.buffer();
        byte[] name = (peer.ufrag() + ":" + own.ufrag()).getBytes(StandardCharsets.US_ASCII);
        byte[] transaction = new byte[12];
        random.nextBytes(transaction);
        out.writeShort(1).writeShort(0).writeInt(0x2112A442).writeBytes(transaction);
        out.writeShort(0x0006).writeShort(name.length).writeBytes(name).writeZero(-name.length & 3);
        out.writeShort(0x0024).writeShort(4).writeInt(0x6e0001ff);
        out.writeShort(0x802A).writeShort(8).writeLong(random.nextLong());
        if (nominate) {
            out.writeShort(0x0025).writeShort(0);
        }
        out.setShort(2, out.writerIndex() - 20 + 24);
        byte[] signed = new byte[out.writerIndex()];
        out.getBytes(0, signed);
        out.writeShort(0x0008).writeShort(20).writeBytes(StunResponse.hmac(password, signed, signed.length));
        out.setShort(2, out.writerIndex() - 20 + 8);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.writerIndex());
        out.writeShort(0x8028).writeShort(4).writeInt((int) crc.getValue() ^ 0x5354554e);
        byte[] message = new byte[out.writerIndex()];
        out.getBytes(0, message);
        return message;
    }

    /** Goes through the handshake; packets can be read afterwards. */
    public void secure() throws IOException {
        secure(WAIT_MILLIS);
    }

    /** The same for somebody with less patience. */
    public void secure(int waitMillis) throws IOException {
        secure(identity, waitMillis);
    }

    /** The same with a certificate that the offer did not name. */
    public void secureAsSomebodyElse() throws IOException {
        secure(DtlsIdentity.generate(random, Instant.now()), WAIT_MILLIS);
    }

    private void secure(DtlsIdentity shown, int waitMillis) throws IOException {
        Client client = new Client(shown, waitMillis);
        dtls = new DTLSClientProtocol().connect(client, new Wire());
        byte[] material = client.material;
        int key = SrtpProfile.KEY_BYTES;
        int salt = profile.saltBytes();
        byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
        byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, 2 * key + 2 * salt);
        byte[] clientKey = Arrays.copyOfRange(material, 0, key);
        byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
        rtp = new SrtpCipher(SrtpKeys.forRtp(profile, serverKey, serverSalt));
        rtcpIn = new SrtpCipher(SrtpKeys.forRtcp(profile, serverKey, serverSalt));
        rtcpOut = new SrtpCipher(SrtpKeys.forRtcp(profile, clientKey, clientSalt));
    }

    /** The next RTP packet, {@code null} if none came in time or the server said goodbye. RTCP is taken note of. */
    public @Nullable Packet next(int waitMillis) throws IOException {
        SrtpCipher cipher = rtp;
        SrtpCipher control = rtcpIn;
        if (cipher == null || control == null) {
            throw new IllegalStateException("not secured");
        }
        while (true) {
            byte[] datagram = receive(waitMillis);
            if (datagram.length == 0 || goodbye) {
                return null;
            }
            int first = datagram[0] & 0xFF;
            int type = datagram.length > 1 ? datagram[1] & 0xFF : 0;
            if (first < 128) {
                continue;
            }
            if (type >= 192 && type <= 223) {
                int clear = control.unprotectRtcp(datagram, datagram.length, SrtpCipher.get(datagram, 4));
                if (clear < 0) {
                    throw new IOException("RTCP that cannot be read");
                }
                goodbye |= clear >= 16 && (datagram[9] & 0xFF) == 203;
                continue;
            }
            ByteBuf packet = Unpooled.wrappedBuffer(datagram);
            int ssrc = RtpHeader.ssrc(packet);
            int sequence = RtpHeader.sequenceNumber(packet);
            long last = highest.getOrDefault(ssrc, (long) sequence);
            long index = last + (short) (sequence - (int) last);
            int head = (first & 0x10) == 0 ? 12 : 16 + 4 * packet.getUnsignedShort(14);
            int clear = cipher.unprotectRtp(datagram, head, datagram.length, ssrc, index);
            if (clear < 0) {
                throw new IOException("RTP packet " + sequence + " that cannot be read");
            }
            highest.put(ssrc, Math.max(last, index));
            return new Packet(type & 0x7F, ssrc, sequence, packet.slice(0, clear));
        }
    }

    public boolean saidGoodbye() {
        return goodbye;
    }

    /** Sends an RTCP compound of ours, protected. */
    public void control(byte[] clear) throws IOException {
        SrtpCipher cipher = rtcpOut;
        if (cipher == null) {
            throw new IllegalStateException("not secured");
        }
        byte[] packet = Arrays.copyOf(clear, clear.length + 20);
        send(Arrays.copyOf(packet, cipher.protectRtcp(packet, clear.length, SrtpCipher.get(clear, 4), rtcpIndex++)));
    }

    void send(byte[] datagram) throws IOException {
        DatagramSocket socket = udp;
        Socket stream = tcp;
        if (socket != null) {
            socket.send(new DatagramPacket(datagram, datagram.length, server));
        } else if (stream != null) {
            DataOutputStream out = new DataOutputStream(stream.getOutputStream());
            out.writeShort(datagram.length);
            out.write(datagram);
            out.flush();
        }
    }

    /** Empty when nothing came in time, or the connection ended. */
    private byte[] receive(int waitMillis) throws IOException {
        DatagramSocket socket = udp;
        Socket stream = tcp;
        try {
            if (socket != null) {
                socket.setSoTimeout(Math.max(1, waitMillis));
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                socket.receive(packet);
                return Arrays.copyOf(packet.getData(), packet.getLength());
            }
            if (stream != null) {
                stream.setSoTimeout(Math.max(1, waitMillis));
                DataInputStream in = new DataInputStream(stream.getInputStream());
                byte[] datagram = new byte[in.readUnsignedShort()];
                in.readFully(datagram);
                return datagram;
            }
        } catch (SocketTimeoutException | java.io.EOFException nothing) {
            return new byte[0];
        }
        throw new IllegalStateException("not reached");
    }

    @Override
    public void close() throws IOException {
        if (udp != null) {
            udp.close();
        }
        if (tcp != null) {
            tcp.close();
        }
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("answer: nothing like " + pattern + " in\n" + text);
        }
        return matcher.group(1);
    }

    private final class Wire implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return 1500;
        }

        @Override
        public int getSendLimit() {
            return 1200;
        }

        @Override
        public int receive(byte[] into, int offset, int length, int waitMillis) throws IOException {
            byte[] datagram = RtcClient.this.receive(waitMillis);
            if (datagram.length == 0 || datagram[0] < 20) {
                return -1;
            }
            System.arraycopy(datagram, 0, into, offset, Math.min(length, datagram.length));
            return Math.min(length, datagram.length);
        }

        @Override
        public void send(byte[] from, int offset, int length) throws IOException {
            RtcClient.this.send(Arrays.copyOfRange(from, offset, offset + length));
        }

        @Override
        public void close() {
            // The socket is the client's.
        }
    }

    private final class Client extends DefaultTlsClient {
        private final DtlsIdentity shown;
        private final int waitMillis;
        private byte[] material = new byte[0];

        Client(DtlsIdentity shown, int waitMillis) {
            super(RtcClient.this.crypto);
            this.shown = shown;
            this.waitMillis = waitMillis;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        public int getHandshakeTimeoutMillis() {
            return waitMillis;
        }

        @Override
        @SuppressWarnings("rawtypes") // As the superclass declares it.
        public Hashtable getClientExtensions() throws IOException {
            Hashtable given = super.getClientExtensions();
            Hashtable extensions = given == null ? new Hashtable() : given;
            TlsSRTPUtils.addUseSRTPExtension(
                    extensions, new UseSRTPData(new int[] {profile.code()}, TlsUtils.EMPTY_BYTES));
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {
                    // The answer's fingerprint was not kept: the test trusts its own server.
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    return new BcDefaultTlsCredentialedSigner(
                            new TlsCryptoParameters(context),
                            RtcClient.this.crypto,
                            shown.key(),
                            new Certificate(
                                    new TlsCertificate[] {RtcClient.this.crypto.createCertificate(shown.certificate())
                                    }),
                            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
                }
            };
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            material = context.exportKeyingMaterial("EXTRACTOR-dtls_srtp", null, SrtpMaster.materialBytes(profile));
        }
    }
}
