package com.dhakacart.runbook.incident;

import java.util.regex.Pattern;

/**
 * What an object of Kubernetes can be called ("Object Names and IDs" of its documentation). A name
 * that comes from outside becomes part of an address and of a command that people paste: with any
 * other character in it, {@code ?} or {@code ;}, both would say something else than they show.
 */
public final class ObjectName {

  /** RFC 1123 label, as namespaces and containers have: {@code dhakacart}. */
  public static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  /** RFC 1123 subdomain, as most objects have: {@code dhakacart-backend}, {@code web.v2}. */
  public static final String SUBDOMAIN = "(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*";

  /** Said of a setting that is none. */
  public static final String SAYS =
      "can be no name in Kubernetes, which takes lower-case letters, digits and '-' only";

  private static final Pattern A_LABEL = Pattern.compile(LABEL);
  private static final Pattern A_SUBDOMAIN = Pattern.compile(SUBDOMAIN);

  private ObjectName() {}

  public static boolean isLabel(String text) {
    return A_LABEL.matcher(text).matches();
  }

  public static boolean isSubdomain(String text) {
    return A_SUBDOMAIN.matcher(text).matches();
  }
}
