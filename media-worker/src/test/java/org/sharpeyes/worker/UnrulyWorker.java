package org.sharpeyes.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A worker process that misbehaves in the way its first argument names, as a taken-over or broken decoder would. */
final class UnrulyWorker {
    private UnrulyWorker() {}

    public static void main(String[] arguments) throws Exception {
        String manner = arguments[0];
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        if (manner.equals("mute")) {
            Thread.sleep(Long.MAX_VALUE);
        }
        Wire.writeFrame(out, new byte[] {Wire.READY}, new byte[0]);
        Wire.readFrame(in, Wire.MAX_REQUEST_BYTES);
        misbehave(manner, out);
    }

    private static void misbehave(String manner, DataOutputStream out) throws IOException, InterruptedException {
        switch (manner) {
            case "hang" -> Thread.sleep(Long.MAX_VALUE);
            case "spin" -> {
                long x = 1;
                while (x != 0) {
                    x = x * 31 + 1 | 1;
                }
            }
            case "die" -> {
                System.err.println("the decoder fell over");
                Runtime.getRuntime().halt(3);
            }
            case "boast" -> {
                out.writeInt(Integer.MAX_VALUE);
                out.flush();
                Thread.sleep(Long.MAX_VALUE);
            }
            case "forge" ->
                Wire.writeFrame(
                        out, new byte[] {Wire.PICTURE, 0, 0, 1, 0, 1, 0, 1, 0, 1}, "<script>".getBytes("UTF-8"));
            case "hoard" -> {
                java.util.List<byte[]> hoard = new java.util.ArrayList<>();
                while (true) {
                    hoard.add(new byte[1 << 20]);
                }
            }
            default -> throw new IllegalArgumentException(manner);
        }
    }
}
