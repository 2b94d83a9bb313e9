package org.sharpeyes.testkit.fleet;

/**
 * An invented make of camera or recorder, like those on the market.
 *
 * @param media2 whether it speaks ONVIF Media2 besides Media
 * @param uuidForm how it writes its endpoint address in discovery
 */
public record DeviceModel(
        String manufacturer,
        String model,
        String firmware,
        OnvifAuthentication authentication,
        boolean media2,
        UuidForm uuidForm) {

    /** Both forms are met in the field. */
    public enum UuidForm {
        URN_UUID,
        UUID
    }
}
