package org.sharpeyes.server.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sharpeyes.server.config.DataDirectory;
import org.sharpeyes.server.config.ServerSettings;
import org.sharpeyes.server.config.StartProblem;
import org.sharpeyes.server.config.StartProblem.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own under the data folder, with settings that keep what was committed: {@code fsync} and
 * {@code synchronous_commit} on, passwords by SCRAM, loopback only.
 *
 * <p>It runs in a session of its own, so that a Ctrl-C in the terminal reaches it only through {@link #close()}, after
 * everything that uses it. When this process was killed, the database lives on; the next start on the same folder finds
 * it by its pid file and stops it first. Thread-safe after construction.
 */
final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String SUPERUSER = "postgres";
    private static final String OWNER = "sharpeyes";
    private static final String DATABASE = "sharpeyes";
    private static final int MAX_CONNECTIONS = 60;
    private static final int PORT_ATTEMPTS = 5;

    private final Path binaries;
    private final Path cluster;
    private final Path log;
    private final Duration stopTimeout;
    private final int port;
    private final String ownerPassword;

    private EmbeddedPostgres(
            Path binaries, Path cluster, Path log, Duration stopTimeout, int port, String ownerPassword) {
        this.binaries = binaries;
        this.cluster = cluster;
        this.log = log;
        this.stopTimeout = stopTimeout;
        this.port = port;
        this.ownerPassword = ownerPassword;
    }

    /**
     * Starts the database; at the first start makes its cluster, role and database. Blocks until it answers.
     *
     * @throws StartProblem if it cannot
     */
    static EmbeddedPostgres start(DataDirectory data, ServerSettings.Database settings) {
        try {
            return startUnder(data, settings);
        } catch (IOException | SQLException failed) {
            throw new StartProblem(
                    ExitCode.UNAVAILABLE,
                    "embedded PostgreSQL does not start: " + StartProblem.briefly(failed) + "; its log is in "
                            + data.root().resolve("postgresql/log"),
                    failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StartProblem(ExitCode.UNAVAILABLE, "stopped while PostgreSQL started", stopped);
        }
    }

    private static EmbeddedPostgres startUnder(DataDirectory data, ServerSettings.Database settings)
            throws IOException, SQLException, InterruptedException {
        Path home = data.folder("postgresql");
        Path binaries = PostgresBinaries.unpackInto(home);
        Path cluster = home.resolve("cluster");
        Path log = data.folder("postgresql/log");
        String superuserPassword = data.secretText("postgresql-superuser");
        String ownerPassword = data.secretText("postgresql-owner");
        if (!Files.isDirectory(cluster)) {
            initialise(binaries, cluster, superuserPassword);
        }
        stopLeftOver(binaries, cluster, settings.stopTimeout());
        int port = launch(binaries, cluster, log, settings.startTimeout());
        prepareDatabase(port, superuserPassword, ownerPassword);
        LOG.atInfo()
                .addKeyValue("port", port)
                .addKeyValue("version", PostgresBinaries.VERSION)
                .log("Embedded PostgreSQL runs");
        return new EmbeddedPostgres(binaries, cluster, log, settings.stopTimeout(), port, ownerPassword);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    String user() {
        return OWNER;
    }

    String password() {
        return ownerPassword;
    }

    /** Stops the database after its last transaction; everything that uses it must be closed before. */
    @Override
    public void close() throws IOException, InterruptedException {
        run(
                List.of(
                        pgCtl(binaries),
                        "-D",
                        cluster.toString(),
                        "-m",
                        "fast",
                        "-w",
                        "-t",
                        seconds(stopTimeout),
                        "stop"),
                stopTimeout,
                log);
        LOG.info("Embedded PostgreSQL stopped");
    }

    private static void initialise(Path binaries, Path cluster, String password)
            throws IOException, InterruptedException {
        Path unfinished = cluster.resolveSibling("cluster.unfinished");
        deleteRecursively(unfinished);
        Path passwordFile = Files.createTempFile(cluster.resolveSibling("log"), "initdb", ".password");
        try {
            Files.writeString(passwordFile, password + "\n", StandardCharsets.US_ASCII);
            run(
                    List.of(
                            binaries.resolve("bin/initdb").toString(),
                            "-D",
                            unfinished.toString(),
                            "-U",
                            SUPERUSER,
                            "--pwfile",
                            passwordFile.toString(),
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--locale=C"),
                    Duration.ofMinutes(2),
                    cluster.resolveSibling("log"));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.writeString(
                unfinished.resolve("postgresql.conf"),
                Files.readString(unfinished.resolve("postgresql.conf")) + "\ninclude 'sharp-eyes.conf'\n");
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Written at each start, so that an update of the server also updates these. */
    private static String configuration(int port, Path log) {
        return """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = %d
                # What was committed survives a power cut.
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                password_encryption = 'scram-sha-256'
                timezone = 'UTC'
                log_timezone = 'UTC'
                shared_buffers = '128MB'
                logging_collector = on
                log_directory = '%s'
                log_filename = 'postgresql-%%a.log'
                log_rotation_age = '1d'
                log_rotation_size = 0
                log_truncate_on_rotation = on
                # Statements and their parameters may hold what nobody may read in a log.
                log_min_error_statement = panic
                log_error_verbosity = terse
                """.formatted(port, MAX_CONNECTIONS, log.toString().replace("'", "''"));
    }

    private static void stopLeftOver(Path binaries, Path cluster, Duration timeout)
            throws IOException, InterruptedException {
        if (postmasterOf(cluster).isEmpty()) {
            return;
        }
        LOG.info("A PostgreSQL of an earlier run is alive on this data folder; it is stopped first");
        run(
                List.of(pgCtl(binaries), "-D", cluster.toString(), "-m", "fast", "-w", "-t", seconds(timeout), "stop"),
                timeout,
                cluster.resolveSibling("log"));
    }

    /** The live postmaster of this very folder: a pid file alone may name a process that has nothing to do with it. */
    private static Optional<ProcessHandle> postmasterOf(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).matches("\\d{1,9}")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.get(0));
        Path workingFolder = Path.of("/proc", Long.toString(pid), "cwd");
        if (!Files.exists(workingFolder) || !Files.isSameFile(workingFolder, cluster)) {
            return Optional.empty();
        }
        return ProcessHandle.of(pid);
    }

    private static int launch(Path binaries, Path cluster, Path log, Duration timeout)
            throws IOException, InterruptedException {
        IOException last = new IOException("no port tried");
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = freePort();
            Files.writeString(cluster.resolve("sharp-eyes.conf"), configuration(port, log));
            try {
                run(
                        List.of(
                                pgCtl(binaries),
                                "-D",
                                cluster.toString(),
                                "-l",
                                log.resolve("start.log").toString(),
                                "-w",
                                "-t",
                                seconds(timeout),
                                "start"),
                        timeout,
                        log);
                return port;
            } catch (IOException refused) {
                // The free port may have been taken in between, and after a crash the old shared memory may linger.
                last = refused;
                LOG.info("PostgreSQL did not start on port {}: {}", port, refused.getMessage());
                if (postmasterOf(cluster).isPresent()) {
                    stopLeftOver(binaries, cluster, timeout);
                }
            }
        }
        throw last;
    }

    private static void prepareDatabase(int port, String superuserPassword, String ownerPassword) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", SUPERUSER, superuserPassword);
                Statement statement = connection.createStatement()) {
            // The password is 64 hexadecimal digits of our own making: nothing to escape.
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + OWNER + "'")) {
                statement.execute("CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + ownerPassword + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String pgCtl(Path binaries) {
        return binaries.resolve("bin/pg_ctl").toString();
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    /** Runs one of PostgreSQL's programs to its end; root runs them in a user namespace, because they refuse root. */
    private static void run(List<String> program, Duration timeout, Path outputFolder)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(program);
        Path output = Files.createTempFile(outputFolder, "command", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toSeconds() + 10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program.get(0) + " took longer than " + timeout);
            }
            if (process.exitValue() != 0) {
                throw new IOException(Path.of(program.get(0)).getFileName() + " failed with exit code "
                        + process.exitValue() + ": " + lastLine(output));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String lastLine(Path output) throws IOException {
        List<String> lines = Files.readString(output, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
