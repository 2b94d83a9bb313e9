package org.sharpeyes.server.pictures;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.time.ZoneId;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.server.discovery.EvidenceHub;
import org.sharpeyes.server.pictures.postgres.PostgresPictures;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires picture diagnosis. */
@Configuration(proxyBeanMethods = false)
class PictureConfiguration {
    @Bean(destroyMethod = "close")
    PictureDiagnosis pictureDiagnosis(Jdbi jdbi, EvidenceHub hub, InstantSource clock, MeterRegistry meters) {
        PictureDiagnosis diagnosis = new PictureDiagnosis(
                new PostgresPictures(jdbi), evidence -> hub.observed(evidence), clock, ZoneId.systemDefault());
        FunctionCounter.builder("sharpeyes.pictures.judged", diagnosis, PictureDiagnosis::judged)
                .description("Pictures judged by the picture diagnosis")
                .register(meters);
        FunctionCounter.builder("sharpeyes.pictures.passed.over", diagnosis, PictureDiagnosis::notJudged)
                .description("Pictures not judged because too many waited")
                .register(meters);
        return diagnosis;
    }
}
