package org.sharpeyes.onvif.soap;

/** Namespaces of SOAP, WS-* and ONVIF that the messages use. */
public final class Namespaces {
    public static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    public static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    /** What WS-Discovery of 2005 uses. */
    public static final String ADDRESSING_2004 = "http://schemas.xmlsoap.org/ws/2004/08/addressing";

    public static final String DISCOVERY = "http://schemas.xmlsoap.org/ws/2005/04/discovery";
    public static final String NETWORK = "http://www.onvif.org/ver10/network/wsdl";
    public static final String SECURITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    public static final String SECURITY_UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    public static final String SCHEMA = "http://www.onvif.org/ver10/schema";
    public static final String DEVICE = "http://www.onvif.org/ver10/device/wsdl";
    public static final String MEDIA = "http://www.onvif.org/ver10/media/wsdl";
    public static final String MEDIA2 = "http://www.onvif.org/ver20/media/wsdl";
    public static final String PTZ = "http://www.onvif.org/ver20/ptz/wsdl";
    public static final String IMAGING = "http://www.onvif.org/ver20/imaging/wsdl";
    public static final String EVENTS = "http://www.onvif.org/ver10/events/wsdl";
    public static final String ANALYTICS = "http://www.onvif.org/ver20/analytics/wsdl";
    public static final String DEVICE_IO = "http://www.onvif.org/ver10/deviceIO/wsdl";
    public static final String RECORDING = "http://www.onvif.org/ver10/recording/wsdl";
    public static final String SEARCH = "http://www.onvif.org/ver10/search/wsdl";
    public static final String REPLAY = "http://www.onvif.org/ver10/replay/wsdl";
    public static final String ERROR = "http://www.onvif.org/ver10/error";
    public static final String TOPICS = "http://www.onvif.org/ver10/topics";
    public static final String NOTIFICATION = "http://docs.oasis-open.org/wsn/b-2";
    public static final String NOTIFICATION_TOPICS = "http://docs.oasis-open.org/wsn/t-1";
    public static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    public static final String XSD = "http://www.w3.org/2001/XMLSchema";

    private Namespaces() {}
}
