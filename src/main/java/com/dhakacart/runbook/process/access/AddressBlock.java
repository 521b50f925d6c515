package com.dhakacart.runbook.process.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Whose a network address is: an IPv4 address is one customer's, and so are all IPv6 addresses with
 * the same first 64 bits, of which each customer has as many as they like.
 */
final class AddressBlock {

  private static final int CUSTOMER_BYTES = 8;

  /** What the JDK reads as an address and never looks up as a name. */
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private static final int LONGEST = 64;

  private AddressBlock() {}

  /**
   * @param address as the servlet container gives it; may be null or anything else
   * @return the same for all addresses of one customer; what is no address stands for itself
   */
  static String of(String address) {
    String plain = address == null ? "" : withoutZone(address.strip());
    if (plain.length() > LONGEST) {
      return plain.substring(0, LONGEST);
    }
    return IPV6.matcher(plain).matches() ? ofIpv6(plain) : plain;
  }

  private static String ofIpv6(String plain) {
    try {
      InetAddress read = InetAddress.getByName("[" + plain + "]");
      return read instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(read.getAddress(), CUSTOMER_BYTES)) + "/64"
          : read.getHostAddress();
    } catch (UnknownHostException e) {
      return plain; // the pattern is wider than what an address may be
    }
  }

  private static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }
}
