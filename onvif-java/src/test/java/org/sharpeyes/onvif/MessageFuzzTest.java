package org.sharpeyes.onvif;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.sharpeyes.onvif.device.GetCapabilities;
import org.sharpeyes.onvif.device.GetNetworkInterfaces;
import org.sharpeyes.onvif.device.GetNtp;
import org.sharpeyes.onvif.device.GetServices;
import org.sharpeyes.onvif.device.GetSystemDateAndTime;
import org.sharpeyes.onvif.device.SetSystemDateAndTime;
import org.sharpeyes.onvif.discovery.DiscoveryCodec;
import org.sharpeyes.onvif.events.CreatePullPointSubscription;
import org.sharpeyes.onvif.events.GetEventProperties;
import org.sharpeyes.onvif.events.PullMessages;
import org.sharpeyes.onvif.media.GetProfiles;
import org.sharpeyes.onvif.media.GetStreamUri;
import org.sharpeyes.onvif.media.GetVideoSources;
import org.sharpeyes.onvif.media2.GetProfiles2;
import org.sharpeyes.onvif.ptz.ContinuousMove;
import org.sharpeyes.onvif.ptz.GetPresets;
import org.sharpeyes.onvif.ptz.GetStatus;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapEnvelope;
import org.sharpeyes.onvif.soap.XmlLimits;
import org.sharpeyes.onvif.soap.XmlReader;

/** Whatever bytes come, the readers answer or refuse; findings are kept beside this class's resources. */
@Tag("fuzz")
class MessageFuzzTest {
    private static final XmlReader READER = new XmlReader(XmlLimits.DEFAULT);
    private static final List<Operation<?, ?>> OPERATIONS = List.of(
            GetSystemDateAndTime.OPERATION,
            SetSystemDateAndTime.OPERATION,
            GetCapabilities.OPERATION,
            GetServices.OPERATION,
            GetNetworkInterfaces.OPERATION,
            GetNtp.OPERATION,
            GetVideoSources.OPERATION,
            GetProfiles.OPERATION,
            GetProfiles2.OPERATION,
            GetStreamUri.OPERATION,
            ContinuousMove.OPERATION,
            GetPresets.OPERATION,
            GetStatus.OPERATION,
            CreatePullPointSubscription.OPERATION,
            PullMessages.OPERATION,
            GetEventProperties.OPERATION);

    @FuzzTest(maxDuration = "10s")
    void messagesAreReadOrRefused(byte[] bytes) {
        try {
            SoapEnvelope envelope = SoapEnvelope.read(bytes, READER);
            for (Operation<?, ?> operation : OPERATIONS) {
                readBoth(operation, envelope);
            }
        } catch (MalformedMessageException ordinary) {
            return;
        }
    }

    private static void readBoth(Operation<?, ?> operation, SoapEnvelope envelope) {
        try {
            operation.requestReader().read(envelope.body());
            operation.answerReader().read(envelope.body());
        } catch (MalformedMessageException | IllegalArgumentException ordinary) {
            return;
        }
    }

    @FuzzTest(maxDuration = "10s")
    void datagramsAreReadOrRefused(byte[] bytes) {
        DiscoveryCodec codec = new DiscoveryCodec();
        try {
            codec.write(codec.read(bytes));
        } catch (MalformedMessageException ordinary) {
            return;
        }
    }
}
