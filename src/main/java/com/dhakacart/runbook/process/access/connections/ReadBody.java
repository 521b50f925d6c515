package com.dhakacart.runbook.process.access.connections;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.WebUtils;

/** A request whose body is here as a whole; each who asks for its stream reads it anew. */
public final class ReadBody extends HttpServletRequestWrapper {

  private static final byte[] NONE = new byte[0];

  private final byte[] body;
  private final Map<String, String[]> parameters;

  /**
   * @param form what its body holds if it is a form; empty otherwise
   */
  public ReadBody(HttpServletRequest request, byte[] body, MultiValueMap<String, String> form) {
    super(request);
    this.body = body;
    this.parameters = new LinkedHashMap<>(request.getParameterMap());
    form.forEach((name, values) -> parameters.merge(name, texts(values), ReadBody::concatenated));
  }

  /** The bytes of a request's body; none where it has no body, or nobody has read it yet. */
  public static byte[] of(HttpServletRequest request) {
    return Optional.ofNullable(WebUtils.getNativeRequest((ServletRequest) request, ReadBody.class))
        .map(it -> it.body.clone())
        .orElse(NONE);
  }

  @Override
  public ServletInputStream getInputStream() {
    return new Bytes(new ByteArrayInputStream(body));
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), charset()));
  }

  private Charset charset() {
    return getCharacterEncoding() == null
        ? StandardCharsets.UTF_8
        : Charset.forName(getCharacterEncoding());
  }

  @Override
  public String getParameter(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String[] getParameterValues(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Collections.unmodifiableMap(parameters);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }

  /** A name without a value has an empty one, as in a form of HTML. */
  private static String[] texts(List<String> values) {
    return values.stream().map(it -> Objects.requireNonNullElse(it, "")).toArray(String[]::new);
  }

  private static String[] concatenated(String[] first, String[] second) {
    String[] all = new String[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static final class Bytes extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    private Bytes(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, length);
    }

    @Override
    public int available() {
      return bytes.available();
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("The body is here already; read it");
    }
  }
}
