package org.sharpeyes.relay.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.picture.Pictures;

class ViewerQueueTest {
    private final ViewerQueue queue = new ViewerQueue(1000, 50);
    private final List<Picture> given = new ArrayList<>();

    @AfterEach
    void clearingReleasesEverything() {
        queue.clear();
        assertThat(given).allMatch(picture -> picture.buffer().refCnt() == 0);
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void nothingIsAdmittedBeforeAKeyFrame() {
        assertThat(give(Pictures.delta(10, 0), 0)).isFalse();
        assertThat(give(Pictures.key(10, 0), 0)).isTrue();
        assertThat(give(Pictures.delta(10, 0), 0)).isTrue();
        assertThat(queue.droppedPictures()).isZero();
    }

    @Test
    void tooManyBytesDropAllUpToTheNextKeyFrame() {
        give(Pictures.key(500, 0), 0);
        give(Pictures.delta(400, 0), 0);
        give(Pictures.delta(200, 0), 0);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.droppedPictures()).isEqualTo(3);
        assertThat(give(Pictures.delta(10, 0), 0)).isFalse();
        assertThat(queue.droppedPictures()).isEqualTo(4);
        assertThat(give(Pictures.key(10, 0), 0)).isTrue();
        assertThat(queue.falls()).isEqualTo(1);
    }

    @Test
    void aKeyFrameThatWaitsIsKeptWithWhatFollowsIt() {
        give(Pictures.key(500, 0), 0);
        give(Pictures.delta(300, 0), 0);
        Picture newest = Pictures.key(100, 0);
        give(newest, 0);
        give(Pictures.delta(200, 0), 0);
        assertThat(queue.bytes()).isEqualTo(300);
        Picture next = requireNonNull(queue.poll());
        assertThat(next).isSameAs(newest);
        next.release();
    }

    @Test
    void aKeyFrameThatDoesNotFitReplacesWhatWaits() {
        give(Pictures.key(500, 0), 0);
        give(Pictures.delta(400, 0), 0);
        give(Pictures.key(300, 0), 0);
        assertThat(queue.bytes()).isEqualTo(300);
        assertThat(queue.droppedPictures()).isEqualTo(2);
    }

    @Test
    void picturesThatWaitTooLongAreDropped() {
        give(Pictures.key(10, 0), 0);
        give(Pictures.delta(10, 0), 50);
        assertThat(queue.bytes()).isEqualTo(20);
        give(Pictures.delta(10, 0), 51);
        assertThat(queue.bytes()).isZero();
    }

    private boolean give(Picture picture, long now) {
        given.add(picture);
        boolean admitted = queue.admits(picture);
        if (admitted) {
            queue.add(picture, now);
        }
        picture.release();
        return admitted;
    }
}
