package org.sharpeyes.testkit.fleet;

/** How a model wants to be logged into over ONVIF. */
public enum OnvifAuthentication {
    /** WS-Security UsernameToken with password digest only. */
    USERNAME_TOKEN,
    /** HTTP Digest with MD5 only, as newer models do. */
    HTTP_DIGEST_MD5,
    /** HTTP Digest, SHA-256 offered before MD5. */
    HTTP_DIGEST_SHA256,
    /** Either, HTTP Digest with MD5. */
    BOTH,
    /** Either, HTTP Digest with SHA-256 offered before MD5. */
    BOTH_SHA256;

    public boolean takesToken() {
        return this == USERNAME_TOKEN || this == BOTH || this == BOTH_SHA256;
    }

    /** Whether its challenges offer SHA-256. */
    public boolean offersSha256() {
        return this == HTTP_DIGEST_SHA256 || this == BOTH_SHA256;
    }

    public boolean takesHttpDigest() {
        return this != USERNAME_TOKEN;
    }
}
