package org.sharpeyes.testkit.device;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.digest.DigestClient;
import org.sharpeyes.onvif.device.GetDeviceInformation;
import org.sharpeyes.onvif.device.GetServices;
import org.sharpeyes.onvif.device.GetSystemDateAndTime;
import org.sharpeyes.onvif.events.CreatePullPointSubscription;
import org.sharpeyes.onvif.events.PullMessages;
import org.sharpeyes.onvif.media.GetProfiles;
import org.sharpeyes.onvif.media.GetStreamUri;
import org.sharpeyes.onvif.media.GetVideoSources;
import org.sharpeyes.onvif.media.ProfileRequest;
import org.sharpeyes.onvif.media.SetSynchronizationPoint;
import org.sharpeyes.onvif.media2.GetProfiles2;
import org.sharpeyes.onvif.ptz.ContinuousMove;
import org.sharpeyes.onvif.ptz.GetStatus;
import org.sharpeyes.onvif.ptz.PtzVector;
import org.sharpeyes.onvif.security.UsernameToken;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapAnswer;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.SoapFault;
import org.sharpeyes.onvif.soap.SoapHeader;
import org.sharpeyes.onvif.soap.XmlLimits;
import org.sharpeyes.onvif.soap.XmlReader;
import org.sharpeyes.testkit.ManualClock;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;

class OnvifFaceTest {
    private final ManualClock clock = new ManualClock();
    private final FleetPlan plan = FleetPlan.of(FleetSize.ofCameras(13).with(1, 0));
    private final List<Integer> keyFrames = new ArrayList<>();
    private DeviceState state = new DeviceState(device("cam-0001"), clock);
    private OnvifFace face = face(state);

    @Test
    void theClockIsReadWithoutALoginAndShowsTheDrift() throws Exception {
        state.putFault("own", new Fault.Drift(Duration.ofMinutes(10)));

        var answer = answered(GetSystemDateAndTime.OPERATION, ask(GetSystemDateAndTime.OPERATION, new Nothing(), null));

        assertThat(answer.utc()).isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));
    }

    @Test
    void everythingElseNeedsALogin() throws Exception {
        assertThat(fault(ask(GetDeviceInformation.OPERATION, new Nothing(), null))
                        .isNotAuthorized())
                .isTrue();
        assertThat(answered(GetDeviceInformation.OPERATION, ask(GetDeviceInformation.OPERATION, new Nothing(), token()))
                        .serialNumber())
                .isEqualTo("SEC00001");
        assertThat(state.counters().authenticationFailures().get()).isZero();
    }

    @Test
    void aTokenMadeWithTheWrongClockIsRefused() throws Exception {
        state.putFault("own", new Fault.Drift(Duration.ofMinutes(10)));

        assertThat(fault(ask(GetDeviceInformation.OPERATION, new Nothing(), token()))
                        .isNotAuthorized())
                .isTrue();
        UsernameToken fitting = token(password(), clock.instant().plus(Duration.ofMinutes(10)));
        answered(GetDeviceInformation.OPERATION, ask(GetDeviceInformation.OPERATION, new Nothing(), fitting));
    }

    @Test
    void aReplayedTokenIsRefusedButCountsAsNoGuess() throws Exception {
        UsernameToken token = token();
        answered(GetDeviceInformation.OPERATION, ask(GetDeviceInformation.OPERATION, new Nothing(), token));

        assertThat(fault(ask(GetDeviceInformation.OPERATION, new Nothing(), token))
                        .isNotAuthorized())
                .isTrue();
        assertThat(state.counters().authenticationFailures().get()).isZero();
    }

    @Test
    void fiveWrongTokensLockTheDeviceAndTimeUnlocksIt() throws Exception {
        for (int i = 0; i < 5; i++) {
            ask(GetDeviceInformation.OPERATION, new Nothing(), token("wrong", clock.instant()));
        }
        assertThat(fault(ask(GetDeviceInformation.OPERATION, new Nothing(), token()))
                        .isNotAuthorized())
                .isTrue();
        assertThat(state.counters().lockOuts().get()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(30));
        answered(GetDeviceInformation.OPERATION, ask(GetDeviceInformation.OPERATION, new Nothing(), token()));
    }

    @Test
    void aModelThatKnowsDigestOnlyIgnoresTokensAndTakesSha256() throws Exception {
        use("cam-0013");
        byte[] request = GetDeviceInformation.OPERATION.request(new Nothing(), SoapHeader.of(token()));

        OnvifReply.Now refusal =
                (OnvifReply.Now) face.handle(new OnvifRequest("POST", "/onvif/device_service", null, request));
        assertThat(refusal.status()).isEqualTo(401);
        DigestClient client = DigestClient.answering(
                        refusal.challenges(), new Credentials("admin", password()), false, new SecureRandom())
                .orElseThrow();
        String authorization = client.authorize("POST", "/onvif/device_service");
        assertThat(authorization).contains("SHA-256");
        OnvifReply.Now answer =
                (OnvifReply.Now) face.handle(new OnvifRequest("POST", "/onvif/device_service", authorization, request));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anH265StreamShowsInMedia2Only() throws Exception {
        use("cam-0005");

        assertThat(answered(GetProfiles.OPERATION, ask(GetProfiles.OPERATION, new Nothing(), token()))
                        .profiles())
                .hasSize(1);
        assertThat(answered(GetProfiles2.OPERATION, ask(GetProfiles2.OPERATION, GetProfiles2.Request.ALL, token()))
                        .profiles())
                .hasSize(2)
                .anySatisfy(profile ->
                        assertThat(requireNonNull(profile.video()).codec()).isEqualTo("H265"));
    }

    @Test
    void anNvrHasSixteenInputs() throws Exception {
        use("nvr-01");

        assertThat(answered(GetVideoSources.OPERATION, ask(GetVideoSources.OPERATION, new Nothing(), token()))
                        .sources())
                .hasSize(16);
    }

    @Test
    void aLiarAnnouncesAnotherHost() throws Exception {
        state.putFault("own", new Fault.LyingAddress("10.9.8.7"));

        assertThat(answered(GetServices.OPERATION, ask(GetServices.OPERATION, new GetServices.Request(false), token()))
                        .services())
                .allSatisfy(service -> assertThat(service.address()).startsWith("http://10.9.8.7"));
        assertThat(answered(
                                GetStreamUri.OPERATION,
                                ask(GetStreamUri.OPERATION, GetStreamUri.Request.rtsp("profile_1_main"), token()))
                        .uri())
                .startsWith("rtsp://10.9.8.7");
        assertThat(face.announcement().addresses().get(0)).startsWith("http://10.9.8.7");
    }

    @Test
    void damagedAnswersAreSurvivedOnlyWhereTheyCanBe() throws Exception {
        state.putFault("own", new Fault.Malformed(Fault.Malformed.Damage.AMPERSAND));
        answered(GetDeviceInformation.OPERATION, ask(GetDeviceInformation.OPERATION, new Nothing(), token()));
        state.putFault("own", new Fault.Malformed(Fault.Malformed.Damage.CHARSET));
        answered(GetDeviceInformation.OPERATION, ask(GetDeviceInformation.OPERATION, new Nothing(), token()));

        state.putFault("own", new Fault.Malformed(Fault.Malformed.Damage.CUT));
        byte[] cut = ask(GetDeviceInformation.OPERATION, new Nothing(), token());
        assertThatThrownBy(() -> GetDeviceInformation.OPERATION.readAnswer(cut, new XmlReader(XmlLimits.DEFAULT)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void aSynchronizationPointAsksForAKeyFrame() throws Exception {
        answered(
                SetSynchronizationPoint.OPERATION,
                ask(SetSynchronizationPoint.OPERATION, new ProfileRequest("profile_1_sub"), token()));

        assertThat(keyFrames).containsExactly(1);
        assertThat(state.counters().keyFrameRequests().get()).isEqualTo(1);
    }

    @Test
    void theHeadTurnsWhileTimePassesAndStopsAtItsTimeOut() throws Exception {
        answered(
                ContinuousMove.OPERATION,
                ask(
                        ContinuousMove.OPERATION,
                        new ContinuousMove.Request("profile_1_main", new PtzVector(0.5, 0, 0), Duration.ofSeconds(2)),
                        token()));
        clock.advance(Duration.ofSeconds(10));

        var status =
                answered(GetStatus.OPERATION, ask(GetStatus.OPERATION, new ProfileRequest("profile_1_main"), token()));
        assertThat(status.position()).isEqualTo(new PtzVector(0.5, 0, 0));
        assertThat(status.panTilt()).isEqualTo("IDLE");
    }

    @Test
    void aPullWaitsUntilSomethingHappens() throws Exception {
        var subscription = answered(
                        CreatePullPointSubscription.OPERATION,
                        ask(
                                CreatePullPointSubscription.OPERATION,
                                new CreatePullPointSubscription.Request(null, Duration.ofMinutes(1)),
                                token()))
                .subscription();
        String target = subscription.address().replaceFirst("http://[^/]+", "");
        assertThat(pull(target)).isInstanceOf(OnvifReply.Now.class);

        OnvifReply.Later waiting = (OnvifReply.Later) pull(target);
        List<String> woken = new ArrayList<>();
        waiting.subscribe().accept(() -> woken.add("event"));
        face.signal(1, true);

        assertThat(woken).containsExactly("event");
        var messages = answered(PullMessages.OPERATION, waiting.resume().get().body());
        assertThat(messages.notifications()).singleElement().satisfies(notification -> assertThat(notification.topic())
                .isEqualTo("VideoSource/SignalLoss"));
    }

    private OnvifReply pull(String target) {
        return face.handle(new OnvifRequest(
                "POST",
                target,
                null,
                PullMessages.OPERATION.request(
                        new PullMessages.Request(Duration.ofSeconds(5), 10), SoapHeader.of(token()))));
    }

    private void use(String name) {
        state = new DeviceState(device(name), clock);
        face = face(state);
    }

    private DevicePlan device(String name) {
        return plan.devices().stream()
                .filter(device -> device.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private OnvifFace face(DeviceState of) {
        return new OnvifFace(of, new DigestLogin(of), new OnvifFace.Hooks() {
            @Override
            public void keyFrame(int channel) {
                keyFrames.add(channel);
            }

            @Override
            public void reboot() {}

            @Override
            public int rtspPort() {
                return 554;
            }

            @Override
            public int onvifPort() {
                return 80;
            }
        });
    }

    private String password() {
        return state.plan().credentials().password();
    }

    private UsernameToken token() {
        return token(password(), clock.instant());
    }

    private static UsernameToken token(String password, Instant created) {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        return UsernameToken.of("admin", password, created, nonce);
    }

    private <Q extends SoapBody> byte[] ask(Operation<Q, ?> operation, Q request, @Nullable UsernameToken token) {
        SoapHeader header = token == null ? SoapHeader.NONE : SoapHeader.of(token);
        OnvifReply reply = face.handle(
                new OnvifRequest("POST", "/onvif/device_service", null, operation.request(request, header)));
        return ((OnvifReply.Now) reply).body();
    }

    private static <A extends SoapBody> A answered(Operation<?, A> operation, byte[] message)
            throws MalformedMessageException {
        SoapAnswer<A> answer = operation.readAnswer(message, new XmlReader(XmlLimits.DEFAULT));
        assertThat(answer).isInstanceOf(SoapAnswer.Answered.class);
        return ((SoapAnswer.Answered<A>) answer).answer();
    }

    private static SoapFault fault(byte[] message) throws MalformedMessageException {
        SoapAnswer<?> answer = GetDeviceInformation.OPERATION.readAnswer(message, new XmlReader(XmlLimits.DEFAULT));
        return ((SoapAnswer.Faulted<?>) answer).fault();
    }
}
