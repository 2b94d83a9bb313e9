package org.sharpeyes.server.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import org.sharpeyes.server.config.DataDirectory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * Prints {@code READY url=… rtsp=…} on standard output when everything listens, and leaves the same in
 * {@code run/ready} of the data folder for programs that did not see the output.
 */
final class ReadyLine {
    private final List<ReadyField> fields;
    private final DataDirectory data;
    private volatile int httpPort;
    private volatile int managementPort;

    ReadyLine(List<ReadyField> fields, DataDirectory data) {
        this.fields = List.copyOf(fields);
        this.data = data;
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        int port = event.getWebServer().getPort();
        if ("management".equals(event.getApplicationContext().getServerNamespace())) {
            managementPort = port;
        } else {
            httpPort = port;
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void everythingListens() {
        String parts = fields.stream()
                .map(field -> " " + field.name() + "=" + field.value().get())
                .collect(Collectors.joining());
        String line = "READY url=http://127.0.0.1:" + httpPort + parts + " management=http://127.0.0.1:"
                + managementPort + "/actuator";
        try {
            Path file = data.folder("run").resolve("ready");
            Path fresh = file.resolveSibling("ready.new");
            Files.writeString(fresh, line + "\n", StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
        System.out.println(line);
        System.out.flush();
    }
}
