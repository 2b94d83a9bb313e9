package org.sharpeyes.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ModelValuesTest {
    @Test
    void aCameraKeepsTheIdentityOfItsPoint() {
        PointId point = PointId.random();
        assertThat(CameraId.parse(CameraId.of(point).toString()).point()).isEqualTo(point);
    }

    @Test
    void aShortenedUuidIsRefusedBecauseAnIdentityHasOneSpelling() {
        assertThatThrownBy(() -> CameraId.parse("1-1-1-1-1"))
                .hasMessage("camera id: \"1-1-1-1-1\" (expected: a UUID of 36 characters)");
    }

    @Test
    void anIdThatIsNoUuidIsNamedInTheMessage() {
        String text = UUID.randomUUID().toString().replace('-', '_');
        assertThatThrownBy(() -> AreaId.parse(text)).hasMessageStartingWith("area id: \"" + text);
    }

    @Test
    void coordinatesOutsideTheEarthAreRefused() {
        assertThatThrownBy(() -> new GeoPoint(181, 0)).hasMessage("longitude: 181.0 (expected: -180 to 180 degrees)");
        assertThatThrownBy(() -> new GeoPoint(0, Double.NaN)).hasMessageStartingWith("latitude: NaN");
    }

    @Test
    void windowsThatOnlyTouchDoNotOverlap() {
        Instant noon = Instant.parse("2026-05-03T12:00:00Z");
        TimeWindow before = new TimeWindow(noon.minusSeconds(60), noon);
        TimeWindow after = new TimeWindow(noon, noon.plusSeconds(60));
        assertThat(before.overlaps(after)).isFalse();
        assertThat(before.contains(noon)).isFalse();
        assertThat(after.contains(noon)).isTrue();
    }

    @Test
    void anUnknownProfileSaysWhatWasExpected() {
        assertThatThrownBy(() -> StreamProfile.parse("third")).hasMessage("profile: \"third\" (expected: main or sub)");
    }
}
