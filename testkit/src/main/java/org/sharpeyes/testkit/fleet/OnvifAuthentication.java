package org.sharpeyes.testkit.fleet;

/** How a model wants to be logged into over ONVIF. */
public enum OnvifAuthentication {
    /** WS-Security UsernameToken with password digest only. */
    USERNAME_TOKEN,
    /** HTTP Digest with MD5 only, as newer models do. */
    HTTP_DIGEST_MD5,
    /** HTTP Digest, SHA-256 offered before MD5. */
    HTTP_DIGEST_SHA256,
    /** Either. */
    BOTH;

    public boolean takesToken() {
        return this == USERNAME_TOKEN || this == BOTH;
    }

    public boolean takesHttpDigest() {
        return this != USERNAME_TOKEN;
    }
}
