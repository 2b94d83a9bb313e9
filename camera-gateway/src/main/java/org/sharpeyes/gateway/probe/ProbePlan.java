package org.sharpeyes.gateway.probe;

import java.util.EnumSet;
import java.util.Set;
import org.sharpeyes.model.HealthLayer;

/** Which question is asked next. Pure. */
public final class ProbePlan {
    /** What can be asked, cheapest first. */
    public enum Question {
        /** RTSP OPTIONS on a new connection: the host and its streaming service. */
        RTSP,
        /** ONVIF GetSystemDateAndTime on the kept connection: the management service and the clock. */
        ONVIF,
        /** RTSP DESCRIBE with password: whether a recorder has this channel. */
        CHANNEL
    }

    private ProbePlan() {}

    /**
     * Takes turns between the layers, so that each is seen every other round and a miss is followed over another one.
     *
     * @param round counts the probes of this camera
     */
    public static Question next(ProbeTarget target, long round) {
        Question cheapest = target.behindRecorder() ? Question.CHANNEL : Question.RTSP;
        return target.onvif().isEmpty() || round % 2 == 0 ? cheapest : Question.ONVIF;
    }

    /** The questions that speak of these layers. */
    public static Set<Question> over(ProbeTarget target, Set<HealthLayer> layers) {
        EnumSet<Question> questions = EnumSet.noneOf(Question.class);
        boolean stream = layers.contains(HealthLayer.RTSP)
                || layers.contains(HealthLayer.REACHABLE)
                || layers.contains(HealthLayer.FRAMES_ADVANCING);
        boolean onvif = layers.contains(HealthLayer.ONVIF) || layers.contains(HealthLayer.CLOCK_RIGHT);
        if (stream || target.onvif().isEmpty()) {
            questions.add(target.behindRecorder() ? Question.CHANNEL : Question.RTSP);
        }
        if (onvif && target.onvif().isPresent()) {
            questions.add(Question.ONVIF);
        }
        return questions;
    }
}
