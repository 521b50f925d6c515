package com.dhakacart.runbook.crash;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Between a process and PostgreSQL. It reads what is sent as far as it must to see which step of a
 * runbook a transaction is about, and when it is committed; and it can be cut like a cable.
 */
public class DatabaseProxy implements AutoCloseable {

  private static final int LENGTH_BYTES = 4;
  private static final int HEAD_BYTES = 5;
  private static final int BUFFER = 8_192;
  private static final Pattern ELEMENT =
      Pattern.compile("(?:startEvent|subProcess|serviceTask|businessRuleTask|userTask)_\\w+");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final LoopbackDoor door = new LoopbackDoor();
  private final int behind;
  private final KillPoints points;
  private final Function<String, String> stepOfJob;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private volatile boolean cut;

  /**
   * A cable alone, at which nobody is killed. Its users connect without TLS.
   *
   * @param behind the port of the database
   */
  public DatabaseProxy(int behind) {
    this(behind, new KillPoints(List.of()), job -> null);
  }

  /**
   * @param behind the port of the database
   * @param stepOfJob the element that a job is for; null where it is for none
   */
  DatabaseProxy(int behind, KillPoints points, Function<String, String> stepOfJob) {
    this.behind = behind;
    this.points = points;
    this.stepOfJob = stepOfJob;
    door.open(this::link);
  }

  static String begun(String step) {
    return step + ": begun";
  }

  static String done(String step) {
    return step + ": done, not committed";
  }

  static String committed(String step) {
    return step + ": committed, not answered";
  }

  public int port() {
    return door.port();
  }

  /** From now on nothing passes, in either direction, and nobody is told. */
  public void cut() {
    cut = true;
  }

  /** Passes again; what was cut is broken, as after a cable that was away for long. */
  public void mend() {
    links.forEach(Link::close);
    cut = false;
  }

  @Override
  public void close() {
    door.close();
    links.forEach(Link::close);
  }

  private void link(Socket client) throws IOException {
    Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), behind));
    links.add(link);
    door.inTheBackground(link::fromClient);
    door.inTheBackground(link::fromServer);
  }

  /** One connection of the process. */
  private final class Link {

    private final Socket client;
    private final Socket database;
    private final Map<String, String> statements = new HashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();
    private volatile boolean holdsAnswer;

    private Link(Socket client, Socket database) throws IOException {
      this.client = client;
      this.database = database;
      client.setTcpNoDelay(true);
      database.setTcpNoDelay(true);
    }

    private void fromClient() {
      try (client;
          database) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = database.getOutputStream();
        pass(startup(in), out);
        while (true) {
          pass(message(in), out);
        }
      } catch (IOException ended) {
        close(); // by one of both
      }
    }

    private void pass(byte[] message, OutputStream out) throws IOException {
      while (cut) {
        sleep();
      }
      if (client.isClosed()) {
        throw new IOException("killed while it waited here");
      }
      out.write(message);
      out.flush();
    }

    private byte[] startup(DataInputStream in) throws IOException {
      int length = in.readInt();
      ByteBuffer whole = ByteBuffer.allocate(length).putInt(length);
      whole.put(in.readNBytes(length - LENGTH_BYTES));
      return whole.array();
    }

    private byte[] message(DataInputStream in) throws IOException {
      byte type = in.readByte();
      int length = in.readInt();
      byte[] body = in.readNBytes(length - LENGTH_BYTES);
      look(type, body);
      ByteBuffer whole = ByteBuffer.allocate(HEAD_BYTES - LENGTH_BYTES + length);
      return whole.put(type).putInt(length).put(body).array();
    }

    private void look(byte type, byte[] body) throws IOException {
      if (type == 'P') {
        List<String> names = strings(body, 2);
        statements.put(names.get(0), names.get(1).strip().toUpperCase(Locale.ROOT));
      } else if (type == 'B') {
        bound(statements.getOrDefault(strings(body, 2).get(1), ""), body);
      }
    }

    private void bound(String sql, byte[] body) throws IOException {
      if (sql.startsWith("INSERT INTO ACT_HI_ACTINST")) {
        Matcher element = ELEMENT.matcher(new String(body, StandardCharsets.ISO_8859_1));
        while (element.find()) {
          touched.add(element.group());
        }
      } else if (sql.startsWith("SELECT * FROM ACT_RU_JOB WHERE ID_")) {
        Matcher id = ID.matcher(new String(body, StandardCharsets.ISO_8859_1));
        String step = id.find() ? stepOfJob.apply(id.group()) : null;
        if (step != null) {
          stopAt(begun(step));
        }
      } else if (sql.equals("ROLLBACK")) {
        touched.clear();
      } else if (sql.equals("COMMIT")) {
        for (String step : touched) {
          stopAt(done(step));
        }
        holdsAnswer = touched.stream().anyMatch(step -> points.take(committed(step)));
        touched.clear();
      }
    }

    private void stopAt(String point) throws IOException {
      if (points.take(point)) {
        points.park();
        close();
        throw new IOException("killed at " + point);
      }
    }

    private void fromServer() {
      byte[] buffer = new byte[BUFFER];
      try {
        InputStream in = database.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          if (holdsAnswer) {
            points.park();
            close();
          }
          while (cut) {
            sleep();
          }
          out.write(buffer, 0, length);
          out.flush();
        }
      } catch (IOException ended) {
        close();
      }
    }

    private void close() {
      links.remove(this);
      for (Socket end : List.of(client, database)) {
        try {
          end.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private void sleep() throws IOException {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static List<String> strings(byte[] body, int count) {
    List<String> strings = new ArrayList<>();
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    for (int at = 0; at < body.length && strings.size() < count; at++) {
      if (body[at] == 0) {
        strings.add(one.toString(StandardCharsets.UTF_8));
        one.reset();
      } else {
        one.write(body[at]);
      }
    }
    return strings;
  }
}
