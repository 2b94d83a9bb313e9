package org.sharpeyes.server.town;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Prints who blocks an event loop of a town's server. BlockHound finds it by its service file when it is loaded as an
 * agent; Netty and Reactor bring along which threads must not block.
 */
public final class BlockedLoops implements BlockHoundIntegration {
    /** How each line of the server's output begins that tells of one. */
    public static final String MARK = "EVENT LOOP BLOCKED";

    /** For a JVM that runs with this class path. */
    static List<String> jvmOptions() {
        String agent = Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(each -> Path.of(each).getFileName().toString().startsWith("blockhound-"))
                .findFirst()
                .orElseThrow();
        return List.of("-XX:+AllowRedefinitionToAddDeleteMethods", "-javaagent:" + agent);
    }

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder
                // A line of the log is written by whoever has something to say: to a pipe or a file, briefly.
                .allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders")
                // Its lock is held for a few instructions.
                .allowBlockingCallsInside("java.util.concurrent.ArrayBlockingQueue", "offer")
                .blockingMethodCallback(BlockedLoops::tell);
    }

    /** Threads of pools that are made by Netty's factory, and may block, are held for loops too: the stack tells them. */
    private static void tell(BlockingMethod method) {
        StackTraceElement[] stack = Thread.currentThread().getStackTrace();
        if (Stream.of(stack).noneMatch(BlockedLoops::runsLoop)) {
            return;
        }
        StringBuilder text =
                new StringBuilder(MARK + " " + Thread.currentThread().getName() + " by " + method);
        Stream.of(stack)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .skip(2)
                .limit(25)
                .forEach(frame -> text.append(" < ").append(frame));
        System.out.println(text);
    }

    private static boolean runsLoop(StackTraceElement frame) {
        return frame.getClassName().startsWith("io.netty.util.concurrent.SingleThreadEventExecutor");
    }
}
