package org.sgdlimits.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts on the class path: the scripts and styles of this package, and ECharts out of its webjar. */
final class Resources {

    /** ECharts 5.5.0 (Apache-2.0), complete: its smaller builds lack the custom series that draws bands and ticks. */
    static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    private Resources() {}

    /** The text of a resource, named relative to this package or from the root with a leading slash. */
    static String text(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name
                        + " is not on the class path: expected it in this jar or in org.webjars:echarts:5.5.0");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }
}
