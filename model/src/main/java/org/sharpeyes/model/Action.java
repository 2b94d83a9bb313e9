package org.sharpeyes.model;

/** What somebody may be allowed to do. The decision about it is an {@link AccessDecision}. */
public enum Action {
    SEE_CAMERA,
    VIEW_LIVE,
    CONTROL_PTZ,
    TALK,
    REGISTER_CAMERA,
    EDIT_REGISTRY,
    SEE_INCIDENTS,
    HANDLE_INCIDENTS,
    SEARCH_RECORDINGS,
    REQUEST_ACCESS,
    APPROVE_ACCESS,
    /** The word of a superior that some areas ask for besides that of an approver. */
    SUPERVISE_ACCESS,
    PLAY_BACK,
    EXPORT,
    OPERATE_STREAMS,
    MANAGE_SYSTEM,
    MANAGE_RIGHTS,
    READ_ACCESS_REGISTER
}
