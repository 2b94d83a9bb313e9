package org.sharpeyes.relay.netty;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a viewer wants to have one track (RFC 2326 §12.39): the first of its offers that can be served. */
sealed interface TransportOffer {
    Pattern PAIR = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    int LOWEST_PORT = 1024;

    /** In the connection itself; -1 if the viewer leaves the choice of channels to us. */
    record Interleaved(int rtpChannel, int rtcpChannel) implements TransportOffer {}

    /** To ports of the address that the connection came from, and to no other. */
    record Datagrams(int rtpPort, int rtcpPort) implements TransportOffer {}

    static @Nullable TransportOffer parse(@Nullable String header, InetAddress client) {
        if (header == null) {
            return null;
        }
        for (String one : header.split(",", 8)) {
            TransportOffer offer = parseOne(one.strip(), client);
            if (offer != null) {
                return offer;
            }
        }
        return null;
    }

    private static @Nullable TransportOffer parseOne(String offer, InetAddress client) {
        String[] parts = offer.split(";", -1);
        String protocol = parts[0].strip().toUpperCase(Locale.ROOT);
        boolean tcp = protocol.equals("RTP/AVP/TCP");
        if (!tcp && !protocol.equals("RTP/AVP") && !protocol.equals("RTP/AVP/UDP")) {
            return null;
        }
        int[] channels = {-1, -1};
        int[] ports = {-1, -1};
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            String key = part.contains("=") ? part.substring(0, part.indexOf('=')) : part;
            String value =
                    part.substring(Math.min(part.length(), key.length() + 1)).strip();
            switch (key.strip().toLowerCase(Locale.ROOT)) {
                case "multicast" -> {
                    return null;
                }
                case "destination" -> {
                    // Only ever to whoever asks: anything else would let a viewer point video at a third host.
                    if (!value.isEmpty() && !value.equals(client.getHostAddress())) {
                        return null;
                    }
                }
                case "mode" -> {
                    if (!value.replace("\"", "").equalsIgnoreCase("play")) {
                        return null;
                    }
                }
                case "interleaved" -> channels = pair(value);
                case "client_port" -> ports = pair(value);
                default -> {}
            }
        }
        if (tcp) {
            boolean free = channels[0] == -1 && channels[1] == -1;
            boolean usable = channels[0] >= 0 && channels[1] <= 255 && channels[0] != channels[1];
            return free || usable ? new Interleaved(channels[0], channels[1]) : null;
        }
        boolean usable = ports[0] >= LOWEST_PORT && ports[1] >= LOWEST_PORT && ports[0] <= 65535 && ports[1] <= 65535;
        return usable ? new Datagrams(ports[0], ports[1]) : null;
    }

    private static int[] pair(String value) {
        Matcher matcher = PAIR.matcher(value);
        if (!matcher.matches()) {
            return new int[] {-2, -2};
        }
        int first = Integer.parseInt(matcher.group(1));
        String second = matcher.group(2);
        return new int[] {first, second == null ? first + 1 : Integer.parseInt(second)};
    }
}
