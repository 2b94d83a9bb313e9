package org.sharpeyes.gateway.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.AllowedNetworks;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.access.Network;
import org.sharpeyes.gateway.discovery.DiscoverySockets.DiscoverySocket;
import org.sharpeyes.gateway.discovery.ScanProgress.State;
import org.sharpeyes.onvif.discovery.AnnouncedDevice;
import org.sharpeyes.onvif.discovery.DiscoveryCodec;
import org.sharpeyes.onvif.discovery.DiscoveryMessage;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.Probe;
import org.sharpeyes.onvif.discovery.DiscoveryMessage.ProbeMatches;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches for devices and puts them into the {@link Inbox}. Thread-safe. Scans run one after another on the given
 * executor; describing what was found runs there too.
 *
 * <p>Bounds: {@value #MOST_WAITING} scans wait at once, {@value #MOST_PER_SCAN} devices are taken from one scan, the
 * newest {@value #MOST_REMEMBERED} scans can be asked for.
 */
public final class Scanner {
    private static final Logger LOG = LoggerFactory.getLogger(Scanner.class);
    private static final int MOST_WAITING = 8;
    private static final int MOST_PER_SCAN = 20_000;
    private static final int MOST_REMEMBERED = 100;
    private static final int MOST_PROBLEMS = 20;
    private static final int AT_ONCE = 32;

    private final DiscoverySockets sockets;
    private final Describer describer;
    private final Inbox inbox;
    private final AllowedNetworks allowed;
    private final ScanSettings settings;
    private final InstantSource clock;
    private final Executor scans;
    private final ExecutorService describing;
    private final DiscoveryCodec codec = new DiscoveryCodec();
    private final Map<UUID, Scan> remembered = new LinkedHashMap<>();

    /**
     * @param scans runs one scan after another; may be blocked for minutes
     * @param describing asks found devices what they are; may be blocked for seconds
     */
    public Scanner(
            DiscoverySockets sockets,
            Describer describer,
            Inbox inbox,
            AllowedNetworks allowed,
            ScanSettings settings,
            InstantSource clock,
            Executor scans,
            ExecutorService describing) {
        this.sockets = sockets;
        this.describer = describer;
        this.inbox = inbox;
        this.allowed = allowed;
        this.settings = settings;
        this.clock = clock;
        this.scans = scans;
        this.describing = describing;
    }

    /** @return empty if too many scans wait already */
    public Optional<ScanProgress> start(ScanRequest request) {
        Scan scan = new Scan(request, clock.instant());
        synchronized (remembered) {
            long waiting = remembered.values().stream()
                    .filter(each -> each.state != State.DONE)
                    .count();
            if (waiting >= MOST_WAITING) {
                return Optional.empty();
            }
            remembered.put(scan.id, scan);
            if (remembered.size() > MOST_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
        }
        scans.execute(scan::run);
        return Optional.of(scan.progress());
    }

    public Optional<ScanProgress> progress(UUID scan) {
        synchronized (remembered) {
            return Optional.ofNullable(remembered.get(scan)).map(Scan::progress);
        }
    }

    private final class Scan {
        private final UUID id = UUID.randomUUID();
        private final ScanRequest request;
        private final Instant startedAt;
        private final int toAsk;
        private final Map<String, Boolean> seen = new ConcurrentHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final AtomicInteger found = new AtomicInteger();
        private final AtomicInteger ignored = new AtomicInteger();
        private final Semaphore describers = new Semaphore(AT_ONCE);
        private final AtomicInteger pending = new AtomicInteger();
        private final String messageId;
        private volatile int asked;
        private volatile State state = State.WAITING;
        private volatile @Nullable Instant endedAt;

        Scan(ScanRequest request, Instant startedAt) {
            this.request = request;
            this.startedAt = startedAt;
            this.messageId = "urn:uuid:" + id;
            long addresses =
                    request.networks().stream().mapToLong(Network::size).sum();
            this.toAsk = (int) addresses + request.targets().size();
        }

        ScanProgress progress() {
            synchronized (problems) {
                return new ScanProgress(
                        id, state, asked, toAsk, found.get(), ignored.get(), problems, startedAt, endedAt);
            }
        }

        void run() {
            state = State.RUNNING;
            List<DiscoverySocket> open = new ArrayList<>();
            try {
                if (request.multicast()) {
                    multicast(open);
                }
                unicast(open);
                if (request.multicast() || !request.networks().isEmpty()) {
                    TimeUnit.NANOSECONDS.sleep(settings.listen().toNanos());
                }
                while (pending.get() > 0) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (InterruptedException e) {
                problem("scan: ended early");
                Thread.currentThread().interrupt();
            } finally {
                open.forEach(DiscoverySocket::close);
                endedAt = clock.instant();
                state = State.DONE;
                LOG.atInfo()
                        .addKeyValue("scan", id)
                        .addKeyValue("asked", asked)
                        .addKeyValue("found", found.get())
                        .addKeyValue("ignored", ignored.get())
                        .log("scan done");
            }
        }

        private void multicast(List<DiscoverySocket> open) throws InterruptedException {
            byte[] probe = codec.write(Probe.forCameras(messageId));
            InetSocketAddress group = new InetSocketAddress(DiscoveryCodec.GROUP, DiscoveryCodec.PORT);
            if (settings.interfaces().isEmpty()) {
                problem("multicast: no interface is named in the settings");
            }
            for (String name : settings.interfaces()) {
                NetworkInterface by = networkInterface(name);
                if (by == null) {
                    problem("interface " + name + ": not there");
                    continue;
                }
                DiscoverySocket socket = open(by, "by multicast on " + name);
                if (socket != null) {
                    open.add(socket);
                    // Three times, as SOAP-over-UDP repeats: datagrams get lost, bursts of answers above all.
                    socket.send(probe, group);
                    TimeUnit.MILLISECONDS.sleep(150);
                    socket.send(probe, group);
                    TimeUnit.MILLISECONDS.sleep(450);
                    socket.send(probe, group);
                }
            }
        }

        private @Nullable NetworkInterface networkInterface(String name) {
            try {
                return NetworkInterface.getByName(name);
            } catch (SocketException e) {
                problem("interface " + name + ": " + e.getMessage());
                return null;
            }
        }

        private @Nullable DiscoverySocket open(@Nullable NetworkInterface by, String how) throws InterruptedException {
            try {
                return sockets.open(by, (from, datagram) -> received(from, datagram, how))
                        .get(5, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                problem("socket: " + e.getMessage());
                return null;
            }
        }

        private void unicast(List<DiscoverySocket> open) throws InterruptedException {
            DiscoverySocket socket = request.networks().isEmpty() ? null : open(null, "by unicast probe");
            if (socket != null) {
                open.add(socket);
            }
            byte[] probe = codec.write(Probe.forCameras(messageId));
            long start = System.nanoTime();
            for (Network network : request.networks()) {
                for (long i = 0; i < network.size(); i++) {
                    pace(start);
                    InetAddress address = network.at(i);
                    asked++;
                    if (!allowed.allows(address)) {
                        ignored.incrementAndGet();
                        continue;
                    }
                    if (socket != null) {
                        socket.send(probe, new InetSocketAddress(address, DiscoveryCodec.PORT));
                    }
                    for (int port : settings.ports()) {
                        describe(
                                "tcp " + IpLiteral.inUri(address) + " " + port,
                                () -> describer.ask(AccessPath.direct(address), port, "answers ONVIF at its address"));
                    }
                }
            }
            for (ScanRequest.Target target : request.targets()) {
                pace(start);
                asked++;
                if (allowed.allows(target.path().host())) {
                    describe(
                            "target " + target,
                            () -> describer.ask(target.path(), target.onvifPort(), "named by a person"));
                } else {
                    ignored.incrementAndGet();
                    problem(IpLiteral.inUri(target.path().host()) + ": not in the networks allowed for cameras");
                }
            }
        }

        private void pace(long start) throws InterruptedException {
            long due = start + asked * (1_000_000_000L / settings.addressesPerSecond());
            long ahead = due - System.nanoTime();
            if (ahead > 5_000_000L) {
                TimeUnit.NANOSECONDS.sleep(ahead);
            }
        }

        /** On a network thread. */
        private void received(InetSocketAddress from, byte[] datagram, String how) {
            DiscoveryMessage message;
            try {
                message = codec.read(datagram);
            } catch (MalformedMessageException e) {
                ignored.incrementAndGet();
                return;
            }
            if (!(message instanceof ProbeMatches matches) || !answersUs(matches.relatesTo())) {
                ignored.incrementAndGet();
                return;
            }
            for (AnnouncedDevice device : matches.devices()) {
                describe(
                        "endpoint " + device.identity(),
                        () -> describer.ask(device, from.getAddress(), "answered WS-Discovery " + how));
            }
        }

        private boolean answersUs(String relatesTo) {
            return relatesTo.equalsIgnoreCase(messageId) || relatesTo.equalsIgnoreCase("uuid:" + id);
        }

        private void describe(String key, DescribeTask task) {
            if (seen.size()
                            >= MOST_PER_SCAN
                                    * (long) Math.max(1, settings.ports().size())
                                    * 4
                    || seen.putIfAbsent(key, true) != null) {
                return;
            }
            pending.incrementAndGet();
            describing.execute(() -> {
                try {
                    describers.acquire();
                    try {
                        Collection<FoundDevice.Finding> findings =
                                task.run().stream().toList();
                        findings.forEach(this::keep);
                    } finally {
                        describers.release();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    pending.decrementAndGet();
                }
            });
        }

        private void keep(FoundDevice.Finding finding) {
            if (found.get() >= MOST_PER_SCAN
                    || inbox.put(finding, clock.instant()).isEmpty()) {
                problem("inbox: full (" + Inbox.MOST_ENTRIES + " devices)");
                return;
            }
            found.incrementAndGet();
        }

        private void problem(String words) {
            synchronized (problems) {
                if (problems.size() < MOST_PROBLEMS && !problems.contains(words)) {
                    problems.add(words);
                }
            }
        }
    }

    @FunctionalInterface
    private interface DescribeTask {
        Optional<FoundDevice.Finding> run() throws InterruptedException;
    }
}
