package com.dhakacart.runbook.diagnosis;

import com.dhakacart.runbook.incident.Release.Origin;

/**
 * Real faults of the real backend, one at a time, about 100 seconds after they began. Most were
 * tried one after the other on the same cluster: its release history tells of the ones before, as
 * it would in reality.
 */
public final class RecordedIncidents {

  private static final String CONNECT_TIMEOUT = "timeout exceeded when trying to connect";
  private static final String REFUSED = "connect ECONNREFUSED 10.96.255.23:5432";
  private static final String NO_TABLE = "relation \"product_catalog\" does not exist";
  private static final String PROVIDER =
      "An error occurred with our connection to Stripe. Request was retried 1 times.";

  private RecordedIncidents() {}

  /** Nothing is wrong. */
  public static Recording baseline() {
    return Recording.seenAt("23:08:52")
        .pod("8576449475-7pm9x", "latest", true, 61)
        .pod("8576449475-dsgj2", "latest", true, 61)
        .pod("8576449475-h4kgj", "latest", true, 61)
        .endpoints(3, 0)
        .healthy(4, 1, 1)
        .healthy(19, 2, 2)
        .healthy(8, 1, 1)
        .traffic(16.89, 0, 0.1)
        .route("/", 491.09, 0)
        .route("/:id", 450.68, 0)
        .route("/products", 616.75, 0)
        .route("/products/:productId", 196.09, 0)
        .route("/create-payment-intent", 323.78, 0)
        .top("8576449475-7pm9x", 35, 71)
        .top("8576449475-dsgj2", 38, 69)
        .top("8576449475-h4kgj", 39, 70)
        .throttled("8576449475-7pm9x", 0.01)
        .throttled("8576449475-dsgj2", 0)
        .throttled("8576449475-h4kgj", 0)
        .revision(1, "8576449475", "latest", "23:07:49", Origin.FIRST)
        .rolledOut("23:07:49")
        .autoscaler(3, 6);
  }

  /** The product list names a table that does not exist. */
  public static Recording badRelease() {
    return Recording.seenAt("23:06:19")
        .alertSince("23:05:22")
        .pod("67648d459d-dxdxh", "v2-bad", true, 81)
        .pod("67648d459d-h26pk", "v2-bad", true, 92)
        .pod("67648d459d-vr68c", "v2-bad", true, 103)
        .endpoints(3, 0)
        .healthy(2, 2, 1)
        .healthy(6, 1, 1)
        .healthy(44, 4, 3)
        .linesSince("23:04:52")
        .line(1228, "warn", "Database query attempt failed", NO_TABLE)
        .line(398, "error", "Get products failed", NO_TABLE)
        .line(398, "error", "Error fetching products", NO_TABLE)
        .line(398, "error", "Database query failed after all retries", NO_TABLE)
        .traffic(19.87, 24.89, 4.60)
        .route("/", 183.12, 392.42)
        .route("/:id", 471.29, 0)
        .route("/products", 727.52, 0)
        .route("/products/:productId", 237.77, 0)
        .route("/create-payment-intent", 338.84, 0)
        .rate("23:04:30", 0)
        .rate("23:04:51", 0)
        .rate("23:05:02", 2.27)
        .rate("23:05:12", 4.85)
        .rate("23:05:22", 9.42)
        .rate("23:05:32", 14.63)
        .rate("23:05:53", 19.95)
        .rate("23:06:03", 22.80)
        .top("67648d459d-dxdxh", 84, 76)
        .top("67648d459d-h26pk", 66, 74)
        .top("67648d459d-vr68c", 70, 77)
        .throttled("67648d459d-dxdxh", 0)
        .throttled("67648d459d-h26pk", 0)
        .throttled("67648d459d-vr68c", 0)
        .revision(1, "8576449475", "latest", "23:02:17", Origin.FIRST)
        .revision(2, "67648d459d", "v2-bad", "23:04:31", Origin.RELEASE)
        .rolledOut("23:04:31")
        .autoscaler(3, 6);
  }

  /** All 60 sessions of the pools never answer again; new ones would. */
  public static Recording poolExhausted() {
    return Recording.seenAt("22:24:41")
        .alertSince("22:23:47")
        .pod("79cf7868b6-fqz6n", "latest", false, 600)
        .pod("79cf7868b6-hdf55", "latest", false, 600)
        .pod("79cf7868b6-hskbw", "latest", false, 598)
        .endpoints(0, 3)
        .warning("Liveness probe failed: Get \"http://10.244.0.43:5000/live\"", 124)
        .warning("Readiness probe failed: Get \"http://10.244.0.42:5000/ready\"", 4)
        .health(503, 19_185, CONNECT_TIMEOUT, 20, 0, 3, false)
        .health(503, 19_418, CONNECT_TIMEOUT, 20, 0, 3, false)
        .health(503, 18_972, CONNECT_TIMEOUT, 20, 0, 3, false)
        .linesSince("22:23:30")
        .line(1225, "warn", "Database query attempt failed", CONNECT_TIMEOUT)
        .line(404, "error", "Database query failed after all retries", CONNECT_TIMEOUT)
        .line(208, "error", "Error fetching products", CONNECT_TIMEOUT)
        .line(127, "error", "Request error timeout exceeded when trying to connect", "")
        .line(81, "error", "Get products failed", CONNECT_TIMEOUT)
        .line(61, "error", "Error fetching order", CONNECT_TIMEOUT)
        .line(61, "error", "Create payment intent failed", CONNECT_TIMEOUT)
        .line(60, "error", "Get product by ID failed", CONNECT_TIMEOUT)
        .line(46, "error", "Readiness check failed", CONNECT_TIMEOUT)
        .traffic(2.31, 100, 10)
        .route("/", 98.09, 65.53)
        .route("/:id", 89.74, 50.49)
        .route("/products", 135.65, 119.7)
        .route("/products/:productId", 38.61, 22.72)
        .route("/create-payment-intent", 59.48, 63.65)
        .rate("22:23:09", 0)
        .rate("22:23:25", 0)
        .rate("22:23:36", 1.39)
        .rate("22:23:47", 42.21)
        .rate("22:23:57", 72.45)
        .rate("22:24:08", 98.74)
        .top("79cf7868b6-fqz6n", 34, 77)
        .top("79cf7868b6-hdf55", 18, 79)
        .top("79cf7868b6-hskbw", 16, 76)
        .throttled("79cf7868b6-hdf55", 0)
        .revision(2, "5b95d4ddf", "v2-bad", "22:01:35", Origin.RELEASE)
        .returnTo(3, "69f6f45b5d", "latest", "21:56:01")
        .revision(4, "d7d749676", "latest", "22:08:07", Origin.RESTART)
        .revision(5, "79cf7868b6", "latest", "22:13:49", Origin.RESTART)
        .rolledOut("22:13:49")
        .autoscaler(3, 6);
  }

  /** PostgreSQL is away; the return to the release before it is a minute old. */
  public static Recording databaseDown() {
    return Recording.seenAt("22:08:01")
        .alertSince("22:05:50")
        .pod("69f6f45b5d-6l4jv", "latest", false, 180)
        .pod("69f6f45b5d-fcpv5", "latest", false, 169)
        .pod("69f6f45b5d-t4cxt", "latest", false, 201)
        .endpoints(0, 3)
        .warning("Readiness probe failed: Get \"http://10.244.0.36:5000/ready\"", 5)
        .health(503, 3975, REFUSED, 0, 0, 0, true)
        .health(503, 3782, REFUSED, 0, 0, 0, true)
        .health(503, 4171, REFUSED, 0, 0, 0, true)
        .line(242, "warn", "Database query attempt failed", REFUSED)
        .line(82, "error", "Database query failed after all retries", REFUSED)
        .line(79, "error", "Readiness check failed", REFUSED)
        .line(3, "error", "Database health check failed", REFUSED)
        .line(
            1,
            "warn",
            "Database query attempt failed",
            "Connection terminated due to connection timeout")
        .noTraffic()
        .route("/", 3.13, 0)
        .rate("22:05:18", 0)
        .rate("22:05:40", 0.69)
        .rate("22:05:50", 9.42)
        .rate("22:06:02", 21.95)
        .rate("22:06:12", 31.54)
        .rate("22:06:23", 50.18)
        .top("69f6f45b5d-6l4jv", 15, 72)
        .top("69f6f45b5d-fcpv5", 7, 71)
        .top("69f6f45b5d-t4cxt", 7, 69)
        .revision(2, "5b95d4ddf", "v2-bad", "22:01:35", Origin.RELEASE)
        .returnTo(3, "69f6f45b5d", "latest", "21:56:01")
        .rolledOut("22:04:40")
        .autoscaler(3, 6);
  }

  /** The payment provider refuses connections. */
  public static Recording externalRefused() {
    return Recording.seenAt("22:17:28")
        .alertSince("22:17:14")
        .pod("79cf7868b6-fqz6n", "latest", true, 205)
        .pod("79cf7868b6-hdf55", "latest", true, 216)
        .pod("79cf7868b6-hskbw", "latest", true, 184)
        .endpoints(3, 0)
        .healthy(25, 1, 1)
        .healthy(57, 3, 3)
        .healthy(6, 1, 1)
        .linesSince("22:16:28")
        .line(84, "error", "Error creating payment intent", PROVIDER)
        .line(84, "error", "Create payment intent failed", PROVIDER)
        .line(4, "error", "Database pool error", "Connection terminated unexpectedly")
        .traffic(18.33, 6.15, 3.52)
        .route("/", 559.3, 0)
        .route("/:id", 456, 0)
        .route("/products", 717.91, 0)
        .route("/products/:productId", 249.39, 0)
        .route("/create-payment-intent", 145.04, 70.39)
        .rate("22:16:22", 0)
        .rate("22:16:42", 1.84)
        .rate("22:17:03", 3.38)
        .rate("22:17:14", 4.99)
        .rate("22:17:28", 6.15)
        .top("79cf7868b6-fqz6n", 37, 73)
        .top("79cf7868b6-hdf55", 39, 76)
        .top("79cf7868b6-hskbw", 33, 74)
        .throttled("79cf7868b6-fqz6n", 0.01)
        .throttled("79cf7868b6-hdf55", 0)
        .throttled("79cf7868b6-hskbw", 0)
        .revision(2, "5b95d4ddf", "v2-bad", "22:01:35", Origin.RELEASE)
        .returnTo(3, "69f6f45b5d", "latest", "21:56:01")
        .revision(4, "d7d749676", "latest", "22:08:07", Origin.RESTART)
        .revision(5, "79cf7868b6", "latest", "22:13:49", Origin.RESTART)
        .rolledOut("22:13:49")
        .autoscaler(3, 6);
  }

  /** V8's own heap limit ends the processes again and again; no 5xx at all. */
  public static Recording memory() {
    return Recording.seenAt("22:30:16")
        .alertSince("22:29:16")
        .endedPod("8f685bb6-g5tbd", false, 312, 3, "Error", 134, 33)
        .endedPod("8f685bb6-t5vt7", true, 301, 3, "Error", 134, 38)
        .endedPod("8f685bb6-xb6tg", true, 290, 3, "Error", 134, 37)
        .endpoints(2, 1)
        .warning("Back-off restarting failed container backend", 1)
        .warning("Readiness probe failed: Get \"http://10.244.0.87:5000/ready\"", 1)
        .healthy(206, 3, 2)
        .noHealth(20, "container not found (\"backend\")")
        .noHealth(20, "container not found (\"backend\")")
        .traffic(1.19, 0, 5.62)
        .route("/", 235.68, 0)
        .route("/:id", 197.49, 0)
        .route("/products", 236.3, 0)
        .route("/products/:productId", 122.12, 0)
        .route("/create-payment-intent", 142.5, 0)
        .top("8f685bb6-t5vt7", 106, 60)
        .top("8f685bb6-xb6tg", 93, 60)
        .throttled("8f685bb6-t5vt7", 0.18)
        .throttled("8f685bb6-xb6tg", 0.13)
        .revision(2, "5b95d4ddf", "v2-bad", "22:01:35", Origin.RELEASE)
        .returnTo(3, "69f6f45b5d", "latest", "21:56:01")
        .revision(4, "d7d749676", "latest", "22:08:07", Origin.RESTART)
        .revision(5, "79cf7868b6", "latest", "22:13:49", Origin.RESTART)
        .revision(6, "8f685bb6", "latest", "22:25:04", Origin.RESTART)
        .rolledOut("22:25:04")
        .autoscaler(3, 6);
  }

  /** Redis is away; the database takes over, and customers are served. */
  public static Recording redisDown() {
    return Recording.seenAt("22:19:39")
        .alertSince("22:19:00")
        .pod("79cf7868b6-fqz6n", "latest", true, 337)
        .pod("79cf7868b6-hdf55", "latest", true, 348)
        .pod("79cf7868b6-hskbw", "latest", true, 316)
        .endpoints(3, 0)
        .health(503, 124, null, 3, 3, 0, false)
        .health(503, 14, null, 1, 1, 0, false)
        .health(503, 2, null, 2, 2, 0, false)
        .linesSince("22:18:44")
        .line(18, "error", "Redis client error", "connect ECONNREFUSED 10.96.154.191:6379")
        .line(3, "error", "Redis connection failed after 5 attempts", "")
        .line(3, "error", "Redis client error", "Socket closed unexpectedly")
        .line(3, "warn", "Redis reconnection attempt 5/5 in 16908.97994459826ms", "")
        .traffic(19.29, 0, 0.1)
        .route("/", 582.29, 0)
        .route("/:id", 464.37, 0)
        .route("/products", 697.08, 0)
        .route("/products/:productId", 218.1, 0)
        .route("/create-payment-intent", 371.5, 0)
        .rate("22:18:43", 0)
        .rate("22:19:05", 0)
        .rate("22:19:26", 0)
        .top("79cf7868b6-fqz6n", 31, 75)
        .top("79cf7868b6-hdf55", 40, 72)
        .top("79cf7868b6-hskbw", 29, 74)
        .throttled("79cf7868b6-fqz6n", 0)
        .throttled("79cf7868b6-hdf55", 0)
        .throttled("79cf7868b6-hskbw", 0)
        .revision(2, "5b95d4ddf", "v2-bad", "22:01:35", Origin.RELEASE)
        .returnTo(3, "69f6f45b5d", "latest", "21:56:01")
        .revision(4, "d7d749676", "latest", "22:08:07", Origin.RESTART)
        .revision(5, "79cf7868b6", "latest", "22:13:49", Origin.RESTART)
        .rolledOut("22:13:49")
        .autoscaler(3, 6);
  }
}
