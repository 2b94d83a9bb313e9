package org.sharpeyes.registry.point;

/** What sort of ground a point watches: plain, or one of the programme's three weighted layers. */
public enum AreaClass {
    GENERAL,
    /** 重点区域 */
    KEY,
    /** 复杂场所 */
    COMPLEX,
    /** 薄弱地区 */
    WEAK
}
