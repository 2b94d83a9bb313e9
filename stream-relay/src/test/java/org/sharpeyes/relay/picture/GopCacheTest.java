package org.sharpeyes.relay.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GopCacheTest {
    private final GopMemory memory = new GopMemory(5000);
    private final GopCache cache = new GopCache(1000, 100, memory);
    private final List<Picture> given = new ArrayList<>();

    @Test
    void aBurstBeginsWithTheNewestKeyFrame() {
        give(Pictures.key(100, 1));
        give(Pictures.delta(10, 2));
        give(Pictures.key(100, 3));
        give(Pictures.delta(10, 4));
        List<Picture> burst = cache.burst(5);
        assertThat(burst).containsExactly(given.get(2), given.get(3));
        burst.forEach(Picture::release);
        assertThat(given.get(0).buffer().refCnt()).isZero();
    }

    @Test
    void nothingIsKeptBeforeTheFirstKeyFrame() {
        give(Pictures.delta(10, 1));
        assertThat(cache.isEmpty()).isTrue();
    }

    @Test
    void aGroupThatOutgrowsTheBytesIsLetGoUntilTheNextKey() {
        give(Pictures.key(900, 1));
        give(Pictures.delta(200, 2));
        give(Pictures.delta(10, 3));
        assertThat(cache.isEmpty()).isTrue();
        assertThat(given).allMatch(picture -> picture.buffer().refCnt() == 0);
        give(Pictures.key(100, 4));
        assertThat(cache.isEmpty()).isFalse();
    }

    @Test
    void aGroupThatFindsNoRoomBesideThoseOfOtherStreamsIsLetGoUntilTheNextKey() {
        memory.take(4_850);
        give(Pictures.key(100, 1));
        give(Pictures.delta(60, 2));
        assertThat(cache.isEmpty()).isTrue();
        assertThat(memory.held()).isEqualTo(4_850);
        memory.giveBack(4_850);
        give(Pictures.key(100, 3));
        give(Pictures.delta(60, 4));
        assertThat(cache.bytes()).isEqualTo(160);
        assertThat(memory.held()).isEqualTo(160);
        cache.clear();
        assertThat(memory.held()).isZero();
    }

    @Test
    void aGroupThatOutgrowsTheAgeIsLetGo() {
        give(Pictures.key(10, 1));
        give(Pictures.delta(10, 102));
        assertThat(cache.isEmpty()).isTrue();
    }

    @Test
    void aGroupOfASourceThatStoppedIsNoStart() {
        give(Pictures.key(10, 1));
        assertThat(cache.burst(102)).isEmpty();
    }

    private void give(Picture picture) {
        given.add(picture);
        cache.add(picture);
        picture.release();
    }
}
