package org.sharpeyes.testkit.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.sharpeyes.testkit.video.PictureKind;

class FleetPlanTest {
    private static final LoopbackNetwork NETWORK = LoopbackNetwork.parse("127.50.0.0/16");

    @Test
    void oneSeedGivesOnePlanAndAnotherSeedOtherPasswords() {
        FleetPlan plan = FleetPlan.of(size(1));

        assertThat(FleetPlan.of(size(1))).isEqualTo(plan);
        assertThat(FleetPlan.of(size(2)).devices().get(0).credentials().password())
                .isNotEqualTo(plan.devices().get(0).credentials().password());
        assertThat(FleetPlan.of(size(2)).devices().get(0).serial())
                .isEqualTo(plan.devices().get(0).serial());
    }

    @Test
    void everyDeviceIsUniqueInALargeFleet() {
        FleetPlan plan = FleetPlan.of(new FleetSize(10_000, 100, 20, 50, NETWORK, 1, 80, 554));

        assertThat(plan.devices()).extracting(DevicePlan::serial).doesNotHaveDuplicates();
        assertThat(plan.devices()).extracting(DevicePlan::mac).doesNotHaveDuplicates();
        assertThat(plan.devices()).extracting(DevicePlan::endpoint).doesNotHaveDuplicates();
        assertThat(plan.devices())
                .extracting(device -> device.address() + ":" + device.onvifPort())
                .doesNotHaveDuplicates();
        assertThat(plan.devices())
                .extracting(DevicePlan::address)
                .noneMatch(address -> address.endsWith(".0") || address.endsWith(".255"));
        assertThat(plan.switches().stream().mapToInt(each -> each.devices().size()))
                .containsOnly(500);
    }

    @Test
    void namesAndSerialsFollowTheRuleThatInventoriesRelyOn() {
        FleetPlan plan = FleetPlan.of(new FleetSize(8, 2, 2, 3, NETWORK, 7, 80, 554));

        assertThat(plan.devices().get(7)).satisfies(device -> {
            assertThat(device.name()).isEqualTo("cam-0008");
            assertThat(device.serial()).isEqualTo("SEC00008");
            assertThat(device.address()).isEqualTo("127.50.0.8");
        });
        assertThat(plan.devices().get(9)).satisfies(device -> {
            assertThat(device.serial()).isEqualTo("SEN00002");
            assertThat(device.address()).isEqualTo("127.50.240.2");
            assertThat(device.channels().get(15).name()).isEqualTo("nvr-02-ch16");
        });
        assertThat(plan.devices().subList(10, 13))
                .extracting(DevicePlan::address)
                .containsOnly("127.50.224.1");
    }

    @Test
    void aNetworkOutsideLoopbackIsRefused() {
        for (String text : List.of("10.0.0.0/8", "127.0.0.0/8", "127.50.0.0", "127.50.0.0/33", "127.50.0/16")) {
            assertThatThrownBy(() -> LoopbackNetwork.parse(text)).hasMessageContaining("expected");
        }
        assertThatThrownBy(() ->
                        FleetPlan.of(new FleetSize(300, 0, 0, 0, LoopbackNetwork.parse("127.50.1.0/24"), 1, 80, 554)))
                .hasMessageContaining("larger network");
    }

    @Test
    void theWorseOfTwoFaultsCounts() {
        Ailment both = Ailment.of(List.of(new Fault.Refused(), new Fault.Silent(), new Fault.Black()), false);

        assertThat(both.reach()).isEqualTo(Ailment.Reach.SILENT);
        assertThat(both.picture()).isEqualTo(PictureKind.BLACK);
        assertThat(Ailment.of(
                                List.of(
                                        new Fault.Drift(Duration.ofMinutes(10)),
                                        new Fault.Drift(Duration.ofMinutes(-3))),
                                false)
                        .clockOffset())
                .isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void everyKindOfFaultIsReadByItsName() {
        for (FaultKind kind : FaultKind.values()) {
            assertThat(FaultKind.parse(kind.text())).isEqualTo(kind);
            assertThat(kind.text()).isEqualTo(kind.text().toLowerCase(Locale.ROOT));
        }
    }

    private static FleetSize size(long seed) {
        return new FleetSize(4, 1, 1, 1, NETWORK, seed, 80, 554);
    }
}
