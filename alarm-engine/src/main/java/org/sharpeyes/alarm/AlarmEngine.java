package org.sharpeyes.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.alarm.AlarmEffect.CameraStateChanged;
import org.sharpeyes.alarm.AlarmEffect.ProbeOurselves;
import org.sharpeyes.alarm.AlarmEffect.Reprobe;
import org.sharpeyes.alarm.AlarmEffect.ReprobeDependency;
import org.sharpeyes.alarm.WatchedCamera.StreamLoss;
import org.sharpeyes.alarm.incident.Incident;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.model.IncidentId;

/**
 * One fault, one incident: takes evidence in, gives state changes, incidents and requests for probes out.
 *
 * <p>A camera goes {@code UP → SUSPECT} at the first miss and {@code → DOWN} after three unanswered rounds, with no proof
 * of life since and not before 9.9 s after the first missed probe was sent. Its loss is then explained, widest first: by
 * an open incident above it, by a dependency (80 % of a sample of its children lost together), by its area (half of it
 * gone), else by itself. Incidents close by machine proof only.
 *
 * <p>Deterministic: time comes with each input, jitter comes from the camera's id, nothing else is asked. Confined to one
 * thread. Inputs must come in the order of their monotonic time.
 */
public final class AlarmEngine {
    private static final long LONGEST_QUESTION_NANOS = 30_000_000_000L;
    private static final long ASK_OURSELVES_GAP_NANOS = 2_000_000_000L;
    private static final int JITTER_MILLIS = 200;
    private static final Set<HealthLayer> FAST_LAYERS =
            Set.of(HealthLayer.REACHABLE, HealthLayer.RTSP, HealthLayer.ONVIF);
    private static final Set<HealthLayer> OTHER_THAN_REACHABLE = Set.of(HealthLayer.RTSP, HealthLayer.ONVIF);
    private static final Set<HealthLayer> FRAME_LAYERS =
            Set.of(HealthLayer.REACHABLE, HealthLayer.RTSP, HealthLayer.ONVIF, HealthLayer.FRAMES_ADVANCING);
    private static final Set<HealthLayer> SIBLING_LAYERS = Set.of(HealthLayer.REACHABLE);

    private final AlarmSettings settings;
    private final Fleet fleet = new Fleet();
    private final SelfWatch self = new SelfWatch();
    private final RootCauses causes;
    private final IncidentBook book;
    private final LayerFaults faults;

    /** Cameras that time alone may change: suspects, undecided, flapping. In the order they came. */
    private final Set<WatchedCamera> active = new LinkedHashSet<>();

    private final Set<WatchedCamera> inMaintenance = new LinkedHashSet<>();
    private List<MaintenanceWindow> windows = List.of();
    private @Nullable Moment last;

    /** Questions sent before this prove nothing when unanswered: we were paused or blind. */
    private long excusedUntil = WatchedCamera.NEVER;

    private long askedOurselvesAt = WatchedCamera.NEVER;
    private @Nullable OpenIncident blindness;
    private boolean blind;
    private long forgetAt;
    private long ignored;

    private List<AlarmEffect> effects = new ArrayList<>();

    /** @param ids gives each new incident its identity; random in life, counted in a replay */
    public AlarmEngine(AlarmSettings settings, Supplier<IncidentId> ids) {
        this.settings = settings;
        this.causes = new RootCauses(settings);
        this.book = new IncidentBook(settings, ids);
        this.faults = new LayerFaults(settings, book, self);
    }

    /** Takes one input and says what follows from it, in order. */
    public List<AlarmEffect> apply(Moment now, AlarmInput input) {
        if (last != null && now.nanos() < last.nanos()) {
            throw new IllegalArgumentException(
                    "moment: " + now.nanos() + " ns (expected: not before " + last.nanos() + " ns)");
        }
        effects = new ArrayList<>(0);
        book.writeTo(effects);
        noticeOwnPause(now);
        if (input instanceof AlarmInput.Observed observed) {
            observed(observed.evidence(), now);
        } else if (input instanceof AlarmInput.Tick) {
            tick(now);
        } else if (input instanceof AlarmInput.SelfObserved seen) {
            self.observed(seen.source(), seen.what(), seen.good());
            judgeBlindness(now);
        } else if (input instanceof AlarmInput.DependencyObserved seen) {
            CauseGroup group = fleet.group(new Subject.OfDependency(seen.dependency()));
            if (group != null) {
                group.silent = !seen.answers();
            }
        } else if (input instanceof AlarmInput.TopologyChanged changed) {
            topologyChanged(changed.topology(), now);
        } else if (input instanceof AlarmInput.MaintenanceChanged changed) {
            windows = changed.windows();
            applyMaintenance(now);
        } else if (input instanceof AlarmInput.PersonActed acted) {
            book.act(acted, now);
        } else if (input instanceof AlarmInput.Restored restored) {
            restore(restored, now);
        } else {
            throw new IllegalStateException("no rule for " + input);
        }
        last = now;
        return effects;
    }

    /** The state of a camera as of the last input; {@code UNKNOWN} if it is not watched. */
    public CameraState stateOf(CameraId camera) {
        WatchedCamera watched = fleet.find(camera);
        return watched == null ? CameraState.UNKNOWN : watched.health.state();
    }

    /** Incidents that are not closed, those explained by wider ones included. */
    public List<Incident> openIncidents() {
        return book.open().stream().map(open -> open.incident).toList();
    }

    /** Whether nothing can be said of cameras now. */
    public boolean blind() {
        return blind;
    }

    /** Evidence that was thrown away: of cameras not watched, or asked while we were paused or blind. */
    public long ignoredEvidence() {
        return ignored;
    }

    // ---------------------------------------------------------------- evidence

    private void observed(Evidence evidence, Moment now) {
        WatchedCamera camera = fleet.find(evidence.camera());
        if (camera == null) {
            ignored++;
            return;
        }
        if (evidence.outcome() == Evidence.Outcome.INCONCLUSIVE || camera.health instanceof CameraHealth.Maintenance) {
            return;
        }
        boolean good = evidence.good();
        long sentAt = now.nanos();
        if (!good) {
            sentAt -= questionAge(evidence);
            if (blind || sentAt < excusedUntil) {
                ignored++;
                return;
            }
        }
        HealthLayer layer = evidence.layer();
        if (provesContact(layer, good)) {
            proved(camera, layer, good, now);
        } else if (!good) {
            missed(camera, evidence, sentAt, now);
        }
        IncidentKind kind = LayerFaults.kindOf(layer);
        if (kind != null) {
            if (layer == HealthLayer.CLOCK_RIGHT) {
                // Before the next tick: a step of our clock must be seen before what it makes of theirs.
                self.clocks(now);
                self.cameraClock(good);
            }
            if (good) {
                if (!camera.faultMisses.isEmpty() || !camera.faults.isEmpty()) {
                    faults.good(camera, kind, now);
                }
            } else if (!camera.down()) {
                faults.bad(camera, kind, evidence, sentAt, now);
                if (camera.faultMisses.containsKey(kind)) {
                    active.add(camera);
                }
            }
        }
    }

    /** How long before it was noticed the question was sent. A clock that stepped in between must not stretch it. */
    private static long questionAge(Evidence evidence) {
        long age = Duration.between(evidence.startedAt(), evidence.observedAt()).toNanos();
        return Math.max(0, Math.min(age, LONGEST_QUESTION_NANOS));
    }

    /** A refused password and a wrong clock are answers too; what a recorder holds says nothing of the camera. */
    private static boolean provesContact(HealthLayer layer, boolean good) {
        return switch (layer) {
            case REACHABLE, RTSP, ONVIF, FRAMES_ADVANCING, KEY_FRAMES -> good;
            case AUTHENTICATED, CLOCK_RIGHT, DECODABLE, PICTURE_GOOD -> true;
            case RECORDING -> false;
        };
    }

    private static boolean provesFrames(HealthLayer layer, boolean good) {
        return switch (layer) {
            case FRAMES_ADVANCING, KEY_FRAMES -> good;
            case DECODABLE, PICTURE_GOOD -> true;
            default -> false;
        };
    }

    private void proved(WatchedCamera camera, HealthLayer layer, boolean good, Moment now) {
        camera.lastProofAt = now.nanos();
        camera.lastProofWall = now.wall();
        CameraHealth health = camera.health;
        if (health instanceof CameraHealth.Up) {
            if (camera.own != null) {
                closeIfProven(camera, camera.own, now);
            }
            return;
        }
        boolean frames = provesFrames(layer, good);
        boolean rtsp = layer == HealthLayer.RTSP && good;
        if (health instanceof CameraHealth.Unknown unknown) {
            becomeUp(camera, unknown.proved(now.nanos()), "it answers", now);
        } else if (health instanceof CameraHealth.Suspect suspect) {
            Misses stream = suspect.stream();
            if (stream != null && (frames || rtsp && !stream.frames())) {
                stream = null;
            }
            if (stream == null) {
                becomeUp(camera, suspect.proved(now.nanos()), "it answered a fast re-probe or sent pictures", now);
            } else {
                camera.health = suspect.missed(null, stream);
            }
        } else if (health instanceof CameraHealth.Down down) {
            if (camera.streamLost == StreamLoss.NONE || frames || rtsp && camera.streamLost == StreamLoss.RTSP_SILENT) {
                becomeUp(camera, down.proved(now.nanos()), "it is back", now);
            }
        }
    }

    private void becomeUp(WatchedCamera camera, CameraHealth.Up up, String because, Moment now) {
        boolean wasDown = camera.down();
        changeState(camera, up, because, now);
        camera.streamLost = StreamLoss.NONE;
        camera.undecidedSince = WatchedCamera.NEVER;
        recordHard(camera, true, now);
        if (wasDown && camera.own != null) {
            camera.own.provenSince = now.nanos();
        } else if (camera.own != null && !camera.own.proving()) {
            camera.own.provenSince = now.nanos();
        }
        if (!camera.flapping && camera.faultMisses.isEmpty()) {
            active.remove(camera);
        }
    }

    private void missed(WatchedCamera camera, Evidence evidence, long sentAt, Moment now) {
        HealthLayer layer = evidence.layer();
        boolean stream = layer == HealthLayer.RTSP || layer == HealthLayer.FRAMES_ADVANCING;
        boolean contact = layer == HealthLayer.REACHABLE || stream || layer == HealthLayer.ONVIF;
        if (layer == HealthLayer.ONVIF && camera.faults.containsKey(IncidentKind.ONVIF_SILENT)
                || stream && camera.faults.containsKey(IncidentKind.WRONG_PASSWORD)) {
            // Known and told: it has its own incident and is no sign of a dead camera.
            return;
        }
        if (!contact || camera.down()) {
            return;
        }
        String detail = evidence.detail();
        boolean frames = layer == HealthLayer.FRAMES_ADVANCING;
        CameraHealth health = camera.health;
        if (health instanceof CameraHealth.Suspect suspect) {
            int before = suspect.rounds();
            CameraHealth.Suspect more = suspect.missed(
                    Misses.and(suspect.contact(), sentAt, detail, frames),
                    stream ? Misses.and(suspect.stream(), sentAt, detail, frames) : suspect.stream());
            camera.health = more;
            if (more.rounds() > before) {
                askFast(camera, more, layer, sentAt, now);
                if (before == 1) {
                    probeSiblings(camera, camera.areas, now);
                }
            }
            downIfLost(camera, now);
            return;
        }
        Misses first = Misses.first(sentAt, detail, frames);
        CameraHealth.Suspect suspect;
        if (health instanceof CameraHealth.Up up) {
            suspect = up.missed(first, stream ? first : null);
        } else if (health instanceof CameraHealth.Unknown unknown) {
            suspect = unknown.missed(first, stream ? first : null);
        } else {
            throw new IllegalStateException("a miss of " + camera.id + " in " + health);
        }
        changeState(camera, suspect, detail, now);
        if (camera.own != null) {
            camera.own.provenSince = WatchedCamera.NEVER;
        }
        active.add(camera);
        askFast(camera, suspect, layer, sentAt, now);
        probeSiblings(camera, camera.dependencies, now);
        for (CauseGroup group : camera.dependencies) {
            if (group.subject instanceof Subject.OfDependency of && group.incident == null) {
                effects.add(new ReprobeDependency(of.dependency()));
            }
        }
        askOurselves(now);
    }

    private void askFast(
            WatchedCamera camera, CameraHealth.Suspect suspect, HealthLayer layer, long sentAt, Moment now) {
        long jitter = (CauseGroup.scattered(camera) + 31L * suspect.rounds()) % JITTER_MILLIS;
        long delay = Math.max(0, sentAt + settings.roundGap().toNanos() - now.nanos()) + jitter * 1_000_000;
        Misses stream = suspect.stream();
        Set<HealthLayer> layers = stream != null && stream.frames()
                ? FRAME_LAYERS
                : layer == HealthLayer.REACHABLE && suspect.rounds() == 1 ? OTHER_THAN_REACHABLE : FAST_LAYERS;
        effects.add(new Reprobe(camera.id, layers, Duration.ofNanos(delay)));
        camera.askAgainAt = now.nanos() + delay + 2 * settings.roundGap().toNanos();
    }

    private void probeSiblings(WatchedCamera camera, List<CauseGroup> groups, Moment now) {
        for (WatchedCamera sibling : causes.siblingsToProbe(camera, groups, now.nanos())) {
            effects.add(new Reprobe(sibling.id, SIBLING_LAYERS, Duration.ZERO));
        }
    }

    private void askOurselves(Moment now) {
        if (askedOurselvesAt == WatchedCamera.NEVER || now.nanos() - askedOurselvesAt >= ASK_OURSELVES_GAP_NANOS) {
            askedOurselvesAt = now.nanos();
            effects.add(new ProbeOurselves());
        }
    }

    // ---------------------------------------------------------------- down, and why

    private void downIfLost(WatchedCamera camera, Moment now) {
        if (!(camera.health instanceof CameraHealth.Suspect suspect) || blind || self.doubtful()) {
            return;
        }
        Misses deciding = suspect.deciding(settings, now.nanos());
        if (deciding == null) {
            return;
        }
        boolean answers = deciding != suspect.contact();
        String because = (answers ? "it answers, but its stream does not: " : "no answer: ") + deciding.detail() + "; "
                + deciding.rounds() + " rounds missed in "
                + Math.round((now.nanos() - deciding.firstSentAt()) / 1e9) + " s"
                + (camera.lastProofWall == null ? ", no proof yet" : ", last good " + camera.lastProofWall);
        camera.streamLost =
                !answers ? StreamLoss.NONE : deciding.frames() ? StreamLoss.NO_FRAMES : StreamLoss.RTSP_SILENT;
        changeState(camera, suspect.down(deciding.firstSentAt()), because, now);
        camera.downBecause = because;
        camera.undecidedSince = now.nanos();
        camera.faultMisses.clear();
        active.add(camera);
        recordHard(camera, false, now);
        decide(camera, now);
    }

    /** Finds the incident that a lost camera belongs to; waits for siblings when their answers may still come. */
    private void decide(WatchedCamera camera, Moment now) {
        if (camera.undecidedSince == WatchedCamera.NEVER || blind) {
            return;
        }
        OpenIncident wider = openAbove(camera);
        if (wider == null) {
            CauseGroup dependency = causes.dependencyFor(camera);
            if (dependency != null) {
                wider = raiseDependency(dependency, camera, now);
            }
        }
        if (wider == null) {
            CauseGroup area = causes.areaFor(camera);
            if (area != null) {
                wider = raiseArea(area, now);
            }
        }
        if (wider == null && camera.wider != null && book.find(camera.wider.incident.id()) != null) {
            // Its wider cause is recovering: it stays listed there until that closes, then it is raised singly.
            wider = camera.wider;
        }
        if (wider != null) {
            decided(camera);
            joinWider(camera, wider, now);
            areaOutage(camera, now);
            return;
        }
        if (camera.own != null) {
            decided(camera);
        } else if (!causes.mustWait(camera, now.nanos())) {
            decided(camera);
            camera.own = book.raise(
                    IncidentKind.CAMERA_DOWN,
                    new Subject.OfCamera(camera.id),
                    camera.name + ": " + camera.downBecause,
                    Set.of(camera.id),
                    camera.flapping,
                    now);
            areaOutage(camera, now);
        }
    }

    private void decided(WatchedCamera camera) {
        camera.undecidedSince = WatchedCamera.NEVER;
        if (!camera.flapping) {
            active.remove(camera);
        }
    }

    /** The widest open incident above the camera that is not already ending. */
    private static @Nullable OpenIncident openAbove(WatchedCamera camera) {
        OpenIncident found = null;
        for (CauseGroup group : camera.areas) {
            if (group.incident != null && !group.incident.proving()) {
                found = group.incident;
            }
        }
        if (found != null) {
            return found.widest();
        }
        for (CauseGroup group : camera.dependencies) {
            if (group.incident != null && !group.incident.proving()) {
                found = group.incident;
            }
        }
        return found == null ? null : found.widest();
    }

    private void joinWider(WatchedCamera camera, OpenIncident wider, Moment now) {
        book.join(wider, camera.id);
        camera.wider = wider;
        if (camera.own != null && camera.own.parent == null) {
            book.absorb(camera.own, wider, now);
        }
    }

    private OpenIncident raiseDependency(CauseGroup group, WatchedCamera first, Moment now) {
        long span = settings.together().toNanos();
        Set<WatchedCamera> taken = new LinkedHashSet<>();
        for (WatchedCamera camera : group.cameras) {
            if (camera.down() && camera.lostNear(first.lossBeganAt(), span)) {
                taken.add(camera);
            }
        }
        long lost = group.sample.stream()
                .filter(camera -> camera.lostNear(first.lossBeganAt(), span))
                .count();
        String cause = group.name + ": " + lost + " of " + group.sample.size()
                + " cameras asked below it fell silent together"
                + (group.silent ? ", and it does not answer itself" : "");
        return raiseWider(IncidentKind.DEPENDENCY_DOWN, group, cause, taken, now);
    }

    private OpenIncident raiseArea(CauseGroup group, Moment now) {
        Set<WatchedCamera> taken = new LinkedHashSet<>();
        for (WatchedCamera camera : group.cameras) {
            if (camera.down()) {
                taken.add(camera);
            }
        }
        return raiseWider(IncidentKind.AREA_OUTAGE, group, areaCause(group), taken, now);
    }

    /** Names the parts of the area that are hit, so that a town's outage lists its villages. */
    private String areaCause(CauseGroup area) {
        int down = 0;
        java.util.TreeMap<String, Integer> parts = new java.util.TreeMap<>();
        for (WatchedCamera camera : area.cameras) {
            if (camera.down()) {
                down++;
                int at = camera.areas.indexOf(area);
                if (at > 0) {
                    parts.merge(camera.areas.get(at - 1).name, 1, Integer::sum);
                }
            }
        }
        String listed = parts.entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
        return area.name + ": " + down + " of " + area.cameras.size() + " cameras down"
                + (listed.isEmpty() ? "" : " (" + listed + ")");
    }

    private OpenIncident raiseWider(
            IncidentKind kind, CauseGroup group, String cause, Set<WatchedCamera> taken, Moment now) {
        Set<CameraId> ids =
                taken.stream().map(camera -> camera.id).collect(Collectors.toCollection(LinkedHashSet::new));
        OpenIncident raised = book.raise(kind, group.subject, cause, ids, false, now);
        group.incident = raised;
        for (OpenIncident other : List.copyOf(book.open())) {
            if (other != raised && other.parent == null && explainedBy(group, other, taken)) {
                book.absorb(other, raised, now);
            }
        }
        for (WatchedCamera camera : taken) {
            camera.wider = raised;
            decided(camera);
        }
        return raised;
    }

    /** Whether an incident told before is a part of this wider one. */
    private boolean explainedBy(CauseGroup group, OpenIncident other, Set<WatchedCamera> taken) {
        Subject subject = other.incident.subject();
        if (subject instanceof Subject.OfCamera of) {
            WatchedCamera camera = fleet.find(of.camera());
            return other.incident.kind() == IncidentKind.CAMERA_DOWN && camera != null && taken.contains(camera);
        }
        CauseGroup lower = fleet.group(subject);
        if (lower == null || lower == group) {
            return false;
        }
        if (lower.above.contains(group)) {
            return true;
        }
        // An area takes along the dependencies that lie in it.
        return group.isArea()
                && !lower.isArea()
                && !lower.cameras.isEmpty()
                && lower.cameras.stream().allMatch(camera -> camera.areas.contains(group));
    }

    /** Half of an area gone, at whatever pace: looks again after each camera that was lost. */
    private void areaOutage(WatchedCamera camera, Moment now) {
        CauseGroup area = causes.areaFor(camera);
        if (area == null) {
            return;
        }
        for (CauseGroup around : area.above) {
            if (around.incident != null && !around.incident.proving()) {
                return;
            }
        }
        raiseArea(area, now);
    }

    // ---------------------------------------------------------------- time

    private void tick(Moment now) {
        self.clocks(now);
        judgeBlindness(now);
        applyMaintenance(now);
        for (WatchedCamera camera : List.copyOf(active)) {
            tick(camera, now);
        }
        for (OpenIncident incident : List.copyOf(book.open())) {
            tick(incident, now);
        }
        if (now.nanos() >= forgetAt) {
            forgetAt = now.nanos() + settings.closeAfter().toNanos();
            book.forgetOld(now);
        }
    }

    private void tick(WatchedCamera camera, Moment now) {
        if (camera.flapping && !camera.flaps.flapping(now.nanos())) {
            flappingChanged(camera, false, now);
        }
        if (camera.health instanceof CameraHealth.Suspect suspect) {
            expireFrames(camera, suspect, now);
            downIfLost(camera, now);
            if (camera.health instanceof CameraHealth.Suspect still && now.nanos() >= camera.askAgainAt && !blind) {
                askFast(
                        camera,
                        still,
                        HealthLayer.REACHABLE,
                        now.nanos() - settings.roundGap().toNanos(),
                        now);
                askOurselves(now);
            } else if (self.doubtful()) {
                askOurselves(now);
            }
        } else if (camera.undecidedSince != WatchedCamera.NEVER) {
            decide(camera, now);
        } else if (!camera.flapping && camera.faultMisses.isEmpty()) {
            active.remove(camera);
        }
    }

    /** Pictures that stopped because nobody watches any more are no fault: only what is missed again counts. */
    private void expireFrames(WatchedCamera camera, CameraHealth.Suspect suspect, Moment now) {
        Misses stream = suspect.stream();
        long patience =
                3 * settings.probeInterval().toNanos() + settings.downAfter().toNanos();
        if (stream != null
                && suspect.contact() == null
                && now.nanos() - stream.lastRoundAt() > patience
                && camera.lastProofAt > stream.lastRoundAt()) {
            becomeUp(camera, suspect.proved(now.nanos()), "it answers, and nothing was missed again", now);
        }
    }

    private void tick(OpenIncident incident, Moment now) {
        Subject subject = incident.incident.subject();
        if (subject instanceof Subject.OfOurselves) {
            if (!blind && incident.proving() && ripe(incident, now)) {
                book.close(
                        incident,
                        "we have seen without a break for "
                                + settings.closeAfter().toSeconds() + " s",
                        now);
                blindness = null;
            }
            return;
        }
        if (blind) {
            return;
        }
        if (subject instanceof Subject.OfCamera of) {
            WatchedCamera camera = fleet.find(of.camera());
            IncidentKind kind = incident.incident.kind();
            if (kind != IncidentKind.CAMERA_DOWN && incident.proving() && ripe(incident, now)) {
                book.close(
                        incident,
                        "proved good, and not bad again for "
                                + settings.closeAfter().toSeconds() + " s",
                        now);
                if (camera != null) {
                    camera.faults.remove(kind);
                }
            }
            return;
        }
        CauseGroup group = fleet.group(subject);
        if (group == null) {
            book.close(incident, "what it was about is no longer in the registry", now);
            releaseMembers(incident, now);
            return;
        }
        tickWider(incident, group, now);
    }

    private void tickWider(OpenIncident incident, CauseGroup group, Moment now) {
        book.tellJoined(incident, group.isArea() ? areaCause(group) : incident.incident.cause(), now);
        boolean explains = causes.stillExplains(incident, group, fleet, now.nanos());
        if (explains) {
            incident.provenSince = WatchedCamera.NEVER;
        } else if (!incident.proving()) {
            incident.provenSince = now.nanos();
            for (CameraId id : incident.cameras) {
                WatchedCamera camera = fleet.find(id);
                if (camera != null && camera.down()) {
                    effects.add(new Reprobe(id, FAST_LAYERS, Duration.ZERO));
                }
            }
        } else if (ripe(incident, now)) {
            long back = incident.cameras.stream()
                    .filter(id -> stateOf(id) == CameraState.UP)
                    .count();
            book.close(
                    incident,
                    back + " of " + incident.cameras.size() + " cameras are back, unbroken for "
                            + settings.closeAfter().toSeconds() + " s",
                    now);
            group.incident = null;
            releaseMembers(incident, now);
        }
    }

    /** Those still down after their wider cause ended are explained afresh: by a narrower cause, or singly. */
    private void releaseMembers(OpenIncident ended, Moment now) {
        for (CameraId id : ended.cameras) {
            WatchedCamera camera = fleet.find(id);
            if (camera == null || camera.wider != ended) {
                continue;
            }
            camera.wider = null;
            if (camera.health instanceof CameraHealth.Down down && camera.own == null) {
                camera.health = down.lostAgain(now.nanos());
                camera.undecidedSince = now.nanos();
                active.add(camera);
                probeSiblings(camera, camera.dependencies, now);
            }
        }
    }

    private boolean ripe(OpenIncident incident, Moment now) {
        return now.nanos() - incident.provenSince >= settings.closeAfter().toNanos();
    }

    /** Closes a camera's own incident on a proof that comes at least 90 s after the first, with no miss in between. */
    private void closeIfProven(WatchedCamera camera, OpenIncident own, Moment now) {
        if (!own.proving()) {
            own.provenSince = now.nanos();
        }
        if (!camera.flapping && ripe(own, now)) {
            book.close(
                    own, "answers without a break for " + settings.closeAfter().toSeconds() + " s", now);
            camera.own = null;
        }
    }

    // ---------------------------------------------------------------- flapping

    private void recordHard(WatchedCamera camera, boolean up, Moment now) {
        boolean flapping = camera.flaps.record(up, now.nanos());
        if (flapping != camera.flapping) {
            flappingChanged(camera, flapping, now);
        }
    }

    private void flappingChanged(WatchedCamera camera, boolean flapping, Moment now) {
        camera.flapping = flapping;
        String note = flapping
                ? camera.name + ": goes and comes, " + Math.round(camera.flaps.percent())
                        + " % of its last states changed"
                : "it keeps its state again";
        if (flapping) {
            active.add(camera);
        }
        if (camera.own != null) {
            book.flapping(camera.own, flapping, note, now);
        } else if (flapping && camera.wider == null) {
            camera.own = book.raise(
                    IncidentKind.CAMERA_DOWN, new Subject.OfCamera(camera.id), note, Set.of(camera.id), true, now);
        }
    }

    // ---------------------------------------------------------------- ourselves

    private void noticeOwnPause(Moment now) {
        if (last == null) {
            return;
        }
        long pause = now.nanos() - last.nanos();
        if (pause <= settings.pauseIsOurs().toNanos()) {
            return;
        }
        excuse(now);
        if (pause >= settings.blindAfterPause().toNanos() && blindness == null) {
            blindness = book.raise(
                    IncidentKind.MONITORING_BLIND,
                    new Subject.OfOurselves(),
                    "we stood still for " + Math.round(pause / 1e9) + " s; nothing was watched meanwhile",
                    Set.of(),
                    false,
                    now);
            blindness.provenSince = now.nanos();
        }
    }

    private void judgeBlindness(Moment now) {
        String because = self.blindBecause();
        if (because != null) {
            if (blindness == null) {
                blindness = book.raise(
                        IncidentKind.MONITORING_BLIND, new Subject.OfOurselves(), because, Set.of(), false, now);
            }
            blindness.provenSince = WatchedCamera.NEVER;
            if (!blind) {
                blind = true;
                excuse(now);
            }
        } else if (blind) {
            blind = false;
            excuse(now);
            if (blindness != null) {
                blindness.provenSince = now.nanos();
            }
        }
    }

    /** What was asked until now and not answered proves nothing: suspects begin again, proofs too. */
    private void excuse(Moment now) {
        excusedUntil = now.nanos();
        for (WatchedCamera camera : active) {
            if (camera.health instanceof CameraHealth.Suspect suspect) {
                camera.health = suspect.excused();
                camera.askAgainAt = now.nanos();
            }
            camera.faultMisses.clear();
        }
        for (OpenIncident incident : book.open()) {
            if (incident.proving() && incident != blindness) {
                incident.provenSince = now.nanos();
            }
        }
    }

    // ---------------------------------------------------------------- registry, maintenance, restart

    private void topologyChanged(Topology topology, Moment now) {
        for (WatchedCamera gone : fleet.become(topology, now.nanos())) {
            active.remove(gone);
            List<OpenIncident> ended = new ArrayList<>(gone.faults.values());
            if (gone.own != null) {
                ended.add(gone.own);
            }
            ended.forEach(incident -> book.close(incident, "the camera is no longer watched", now));
        }
        linkRestored(now);
        applyMaintenance(now);
    }

    private void applyMaintenance(Moment now) {
        Set<WatchedCamera> covered = new LinkedHashSet<>();
        for (MaintenanceWindow window : windows) {
            if (!window.when().contains(now.wall())) {
                continue;
            }
            if (window.scope() instanceof Subject.OfCamera of) {
                WatchedCamera camera = fleet.find(of.camera());
                if (camera != null) {
                    covered.add(camera);
                }
            } else {
                CauseGroup group = fleet.group(window.scope());
                if (group != null) {
                    covered.addAll(group.cameras);
                }
            }
        }
        for (WatchedCamera camera : covered) {
            if (!(camera.health instanceof CameraHealth.Maintenance)) {
                changeState(camera, camera.health.windowBegan(), "planned work", now);
                camera.undecidedSince = WatchedCamera.NEVER;
                camera.faultMisses.clear();
                active.remove(camera);
                inMaintenance.add(camera);
            }
        }
        if (inMaintenance.isEmpty()) {
            return;
        }
        for (WatchedCamera camera : List.copyOf(inMaintenance)) {
            if (!covered.contains(camera)) {
                inMaintenance.remove(camera);
                if (camera.health instanceof CameraHealth.Maintenance maintenance) {
                    changeState(camera, maintenance.windowEnded(), "planned work has ended", now);
                    effects.add(new Reprobe(camera.id, FAST_LAYERS, Duration.ZERO));
                }
            }
        }
    }

    private void restore(AlarmInput.Restored restored, Moment now) {
        for (AlarmInput.KnownCamera known : restored.cameras()) {
            WatchedCamera camera = fleet.watch(known.camera(), known.camera().toString(), now.nanos());
            camera.downBecause = known.because();
            camera.lastProofWall = known.lastGood();
            switch (known.state()) {
                case DOWN -> camera.health = new CameraHealth.Down(WatchedCamera.NEVER);
                case UP -> camera.health = new CameraHealth.Up(now.nanos());
                case SUSPECT -> {
                    // What was missed before the restart is forgotten, that somebody must ask is not.
                    camera.health = new CameraHealth.Suspect(null, null);
                    camera.askAgainAt = now.nanos();
                    active.add(camera);
                }
                case UNKNOWN, MAINTENANCE -> camera.health = new CameraHealth.Unknown();
            }
        }
        for (Incident incident : restored.incidents()) {
            if (incident.open()) {
                book.restore(incident, now.nanos());
            } else {
                book.restoreClosed(incident);
            }
        }
        for (OpenIncident incident : book.open()) {
            IncidentId parent = incident.incident.parent();
            OpenIncident found = parent == null ? null : book.find(parent);
            if (found != null) {
                incident.parent = found;
                found.children.add(incident);
            }
        }
        linkRestored(now);
        for (WatchedCamera camera : fleet.cameras()) {
            if (camera.down() && camera.own == null && camera.wider == null) {
                // Stored as down before its incident was: explain it now.
                camera.undecidedSince = now.nanos();
                active.add(camera);
            }
        }
        excuse(now);
    }

    /** Ties open incidents to the cameras and groups they are about; harmless when they are tied already. */
    private void linkRestored(Moment now) {
        for (OpenIncident open : book.open()) {
            Subject subject = open.incident.subject();
            IncidentKind kind = open.incident.kind();
            if (subject instanceof Subject.OfOurselves) {
                if (blindness == null) {
                    blindness = open;
                    open.provenSince = now.nanos();
                }
            } else if (subject instanceof Subject.OfCamera of) {
                WatchedCamera camera = fleet.find(of.camera());
                if (camera == null) {
                    continue;
                }
                if (kind == IncidentKind.CAMERA_DOWN) {
                    camera.own = open;
                } else {
                    camera.faults.put(kind, open);
                }
            } else {
                CauseGroup group = fleet.group(subject);
                if (group != null) {
                    group.incident = open;
                }
                for (CameraId id : open.cameras) {
                    WatchedCamera camera = fleet.find(id);
                    if (camera != null && camera.wider == null && camera.down()) {
                        camera.wider = open;
                    }
                }
            }
        }
    }

    private void changeState(WatchedCamera camera, CameraHealth to, String because, Moment now) {
        CameraState from = camera.health.state();
        camera.health = to;
        if (from != to.state()) {
            Instant lastGood = camera.lastProofWall;
            effects.add(new CameraStateChanged(camera.id, from, to.state(), because, lastGood, now.wall()));
        }
    }
}
