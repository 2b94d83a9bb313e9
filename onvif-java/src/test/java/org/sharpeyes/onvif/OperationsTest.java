package org.sharpeyes.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sharpeyes.onvif.device.GetCapabilities;
import org.sharpeyes.onvif.device.GetDeviceInformation;
import org.sharpeyes.onvif.device.GetNetworkInterfaces;
import org.sharpeyes.onvif.device.GetNtp;
import org.sharpeyes.onvif.device.GetScopes;
import org.sharpeyes.onvif.device.GetServices;
import org.sharpeyes.onvif.device.GetSystemDateAndTime;
import org.sharpeyes.onvif.device.NetworkHost;
import org.sharpeyes.onvif.device.SetNtp;
import org.sharpeyes.onvif.device.SetSystemDateAndTime;
import org.sharpeyes.onvif.device.SystemReboot;
import org.sharpeyes.onvif.events.CreatePullPointSubscription;
import org.sharpeyes.onvif.events.GetEventProperties;
import org.sharpeyes.onvif.events.Notification;
import org.sharpeyes.onvif.events.PullMessages;
import org.sharpeyes.onvif.events.Renew;
import org.sharpeyes.onvif.events.Unsubscribe;
import org.sharpeyes.onvif.media.GetProfile;
import org.sharpeyes.onvif.media.GetProfiles;
import org.sharpeyes.onvif.media.GetSnapshotUri;
import org.sharpeyes.onvif.media.GetStreamUri;
import org.sharpeyes.onvif.media.GetVideoSources;
import org.sharpeyes.onvif.media.MediaProfile;
import org.sharpeyes.onvif.media.MediaUri;
import org.sharpeyes.onvif.media.ProfileRequest;
import org.sharpeyes.onvif.media.SetSynchronizationPoint;
import org.sharpeyes.onvif.media.VideoEncoding;
import org.sharpeyes.onvif.media.VideoSource;
import org.sharpeyes.onvif.media2.GetProfiles2;
import org.sharpeyes.onvif.media2.GetSnapshotUri2;
import org.sharpeyes.onvif.media2.GetStreamUri2;
import org.sharpeyes.onvif.media2.GetVideoSourceConfigurations;
import org.sharpeyes.onvif.media2.SetSynchronizationPoint2;
import org.sharpeyes.onvif.media2.Uri2;
import org.sharpeyes.onvif.ptz.ContinuousMove;
import org.sharpeyes.onvif.ptz.GetPresets;
import org.sharpeyes.onvif.ptz.GetStatus;
import org.sharpeyes.onvif.ptz.GotoPreset;
import org.sharpeyes.onvif.ptz.PtzVector;
import org.sharpeyes.onvif.ptz.SetPreset;
import org.sharpeyes.onvif.ptz.Stop;
import org.sharpeyes.onvif.soap.EndpointReference;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapAnswer;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.SoapEnvelope;
import org.sharpeyes.onvif.soap.SoapHeader;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlLimits;
import org.sharpeyes.onvif.soap.XmlReader;

/** What one side writes, the other reads, for every operation. */
class OperationsTest {
    private static final XmlReader READER = new XmlReader(XmlLimits.DEFAULT);
    private static final Instant NOON = Instant.parse("2026-05-03T12:00:00Z");
    private static final Nothing NOTHING = new Nothing();
    private static final ProfileRequest PROFILE = new ProfileRequest("main & sub");
    private static final List<MediaProfile> PROFILES = List.of(
            new MediaProfile(
                    "p1",
                    "村口 \"main\"",
                    true,
                    "v1",
                    new VideoEncoding("e1", "H264", 1920, 1080, 25, 4096, 50),
                    "G711",
                    "n"),
            new MediaProfile("p2", "empty", false, null, null, null, null));

    private static <Q extends SoapBody, A extends SoapBody> void travels(Operation<Q, A> operation, Q request, A answer)
            throws MalformedMessageException {
        SoapEnvelope received = SoapEnvelope.read(operation.request(request, SoapHeader.NONE), READER);
        assertThat(operation.matches(received)).isTrue();
        assertThat(operation.readRequest(received)).isEqualTo(request);
        assertThat(operation.readAnswer(operation.answer(answer, SoapHeader.NONE), READER))
                .isEqualTo(new SoapAnswer.Answered<>(answer));
    }

    @Test
    void deviceOperationsTravelBothWays() throws Exception {
        travels(GetSystemDateAndTime.OPERATION, NOTHING, new GetSystemDateAndTime.Answer(true, false, "CST-8", NOON));
        travels(SetSystemDateAndTime.OPERATION, new SetSystemDateAndTime.Request(false, true, "CST-8", NOON), NOTHING);
        travels(
                GetDeviceInformation.OPERATION,
                NOTHING,
                new GetDeviceInformation.Answer("<Maker>", "M & N", "1.0", "S/N 1", ""));
        travels(
                GetCapabilities.OPERATION,
                GetCapabilities.Request.ALL,
                new GetCapabilities.Answer(Map.of(
                        Namespaces.DEVICE, "http://192.0.2.1/onvif/device_service",
                        Namespaces.MEDIA, "http://192.0.2.1/onvif/media",
                        Namespaces.EVENTS, "http://192.0.2.1/onvif/events",
                        Namespaces.SEARCH, "http://192.0.2.1/onvif/search")));
        travels(
                GetServices.OPERATION,
                new GetServices.Request(false),
                new GetServices.Answer(
                        List.of(new GetServices.Service(Namespaces.MEDIA2, "http://192.0.2.1/m", 20, 6))));
        travels(
                GetScopes.OPERATION,
                NOTHING,
                new GetScopes.Answer(List.of("onvif://www.onvif.org/name/gate", "onvif://www.onvif.org/type/ptz")));
        travels(
                GetNetworkInterfaces.OPERATION,
                NOTHING,
                new GetNetworkInterfaces.Answer(List.of(new GetNetworkInterfaces.Interface(
                        "eth0", true, "eth0", "00:11:22:33:44:55", "192.0.2.1", 24))));
        travels(
                GetNtp.OPERATION,
                NOTHING,
                new GetNtp.Answer(false, List.of(new NetworkHost("IPv4", "192.0.2.9"), new NetworkHost("DNS", "ntp"))));
        travels(SetNtp.OPERATION, new SetNtp.Request(false, List.of(new NetworkHost("IPv6", "2001:db8::1"))), NOTHING);
        travels(SystemReboot.OPERATION, NOTHING, new SystemReboot.Answer("Rebooting in 30 seconds"));
    }

    @Test
    void mediaOperationsTravelBothWays() throws Exception {
        travels(
                GetVideoSources.OPERATION,
                NOTHING,
                new GetVideoSources.Answer(List.of(new VideoSource("v1", 25, 1920, 1080))));
        travels(GetProfiles.OPERATION, NOTHING, new GetProfiles.Answer(PROFILES));
        travels(GetProfile.OPERATION, PROFILE, new GetProfile.Answer(PROFILES.get(0)));
        travels(
                GetStreamUri.OPERATION,
                GetStreamUri.Request.rtsp("p1"),
                new MediaUri("rtsp://192.0.2.1:554/live?channel=1&subtype=0"));
        travels(GetSnapshotUri.OPERATION, PROFILE, new MediaUri("http://192.0.2.1/s.jpg"));
        travels(SetSynchronizationPoint.OPERATION, PROFILE, NOTHING);
    }

    @Test
    void media2OperationsTravelBothWays() throws Exception {
        travels(GetProfiles2.OPERATION, GetProfiles2.Request.ALL, new GetProfiles2.Answer(PROFILES));
        travels(
                GetVideoSourceConfigurations.OPERATION,
                NOTHING,
                new GetVideoSourceConfigurations.Answer(
                        List.of(new GetVideoSourceConfigurations.Configuration("c1", "one", "v1", 1920, 1080))));
        travels(GetStreamUri2.OPERATION, new GetStreamUri2.Request("p1", "RTSP"), new Uri2("rtsp://192.0.2.1/a?b&c"));
        travels(GetSnapshotUri2.OPERATION, PROFILE, new Uri2("http://192.0.2.1/s.jpg"));
        travels(SetSynchronizationPoint2.OPERATION, PROFILE, NOTHING);
    }

    @Test
    void ptzOperationsTravelBothWays() throws Exception {
        PtzVector vector = new PtzVector(-0.5, 0.25, 1);
        travels(ContinuousMove.OPERATION, new ContinuousMove.Request("p1", vector, Duration.ofSeconds(2)), NOTHING);
        travels(Stop.OPERATION, new Stop.Request("p1", true, false), NOTHING);
        travels(
                GetPresets.OPERATION,
                PROFILE,
                new GetPresets.Answer(
                        List.of(new GetPresets.Preset("1", "大门", vector), new GetPresets.Preset("2", "", null))));
        travels(GotoPreset.OPERATION, new GotoPreset.Request("p1", "1"), NOTHING);
        travels(SetPreset.OPERATION, new SetPreset.Request("p1", "gate", null), new SetPreset.Answer("3"));
        travels(GetStatus.OPERATION, PROFILE, new GetStatus.Answer(vector, "IDLE", "MOVING", NOON));
    }

    @Test
    void eventOperationsTravelBothWays() throws Exception {
        EndpointReference subscription = new EndpointReference(
                "http://192.0.2.1/events/7",
                List.of(new XmlElement("http://vendor.invalid/", "Id", Map.of("a", "b"), List.of(), "7")));
        travels(
                CreatePullPointSubscription.OPERATION,
                new CreatePullPointSubscription.Request("tns1:VideoSource//.", Duration.ofMinutes(1)),
                new CreatePullPointSubscription.Answer(subscription, NOON, NOON.plusSeconds(60)));
        travels(
                PullMessages.OPERATION,
                new PullMessages.Request(Duration.ofSeconds(30), 100),
                new PullMessages.Answer(
                        NOON,
                        NOON.plusSeconds(60),
                        List.of(new Notification(
                                "VideoSource/SignalLoss",
                                NOON,
                                "Changed",
                                Map.of("Source", "v1"),
                                Map.of(),
                                Map.of("State", "true")))));
        travels(
                Renew.OPERATION,
                new Renew.Request(Duration.ofMinutes(1)),
                new Renew.Answer(NOON, NOON.plusSeconds(60)));
        travels(Unsubscribe.OPERATION, NOTHING, NOTHING);
        travels(
                GetEventProperties.OPERATION,
                NOTHING,
                new GetEventProperties.Answer(List.of("VideoSource/SignalLoss", "Device/Trigger/DigitalInput")));
    }
}
