package org.sharpeyes.media.rtsp;

/** Request line and status line (RFC 2326 §6.1, §7.1). */
final class StartLine {
    private StartLine() {}

    static RtspDecoder.Head parse(String line, RtspHeaders headers, int contentLength) throws RtspProtocolException {
        RtspMessage message =
                line.startsWith("RTSP/") || line.startsWith("HTTP/") ? response(line, headers) : request(line, headers);
        return new RtspDecoder.Head(message, contentLength);
    }

    private static RtspMessage response(String line, RtspHeaders headers) throws RtspProtocolException {
        int first = line.indexOf(' ');
        String rest = first < 0 ? "" : line.substring(first + 1).stripLeading();
        int second = rest.indexOf(' ');
        String code = second < 0 ? rest : rest.substring(0, second);
        if (code.length() != 3 || !code.chars().allMatch(c -> c >= '0' && c <= '9') || code.charAt(0) == '0') {
            throw new RtspProtocolException(RtspStatus.BAD_REQUEST, "status line: no three-digit status");
        }
        return new RtspResponse(Integer.parseInt(code), second < 0 ? "" : rest.substring(second + 1), headers, "");
    }

    private static RtspMessage request(String line, RtspHeaders headers) throws RtspProtocolException {
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first <= 0 || last <= first) {
            throw new RtspProtocolException(RtspStatus.BAD_REQUEST, "request line: not 'method uri version'");
        }
        String version = line.substring(last + 1);
        RtspMethod method = RtspMethod.of(line.substring(0, first));
        boolean tunnel = method == RtspMethod.GET || method == RtspMethod.POST;
        if (!version.equals("RTSP/1.0") && !(tunnel && version.startsWith("HTTP/1."))) {
            throw new RtspProtocolException(
                    version.startsWith("RTSP/") ? RtspStatus.RTSP_VERSION_NOT_SUPPORTED : RtspStatus.BAD_REQUEST,
                    "request line: version is not RTSP/1.0");
        }
        String uri = line.substring(first + 1, last);
        if (uri.isEmpty() || uri.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new RtspProtocolException(RtspStatus.BAD_REQUEST, "request line: blank in the URI");
        }
        return new RtspRequest(method, uri, headers, "");
    }
}
