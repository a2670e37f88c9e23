package org.sgdlimits.report;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * Draws figures as SVG files for papers: ECharts, the library that also draws in the page, runs inside Rhino.
 *
 * <p>The output is a standalone SVG 1.1 document of 640 × 400 px, text kept as text, and depends on the figure alone:
 * the same figure gives the same bytes.
 *
 * <p>Cost: loading ECharts takes about one second, spent in a thread of its own from the constructor on, so open the
 * renderer before the computation whose results it will draw; a figure then takes 0.1 to 0.3 s. Any thread may call
 * {@link #render}; figures are drawn one after the other.
 */
public final class SvgRenderer implements AutoCloseable {

    /** Width and height of the drawing in px. */
    static final int WIDTH = 640;

    static final int HEIGHT = 400;

    private static final List<String> SCRIPTS = List.of(Resources.ECHARTS, "figure.js", "svg.js");
    private static final ContextFactory CONTEXTS = new InterpretingContextFactory();
    private static final Pattern BROWSER_ONLY = Pattern.compile(" (class|ecmeta_\\w+)=\"[^\"]*\"");
    private static final Pattern HOVER_STYLES = Pattern.compile("<style\\s*>.*?</style>\\s*", Pattern.DOTALL);
    private static final Pattern DRAWING_NUMBER = Pattern.compile("zr\\d+-");
    private static final Pattern HEAD = Pattern.compile("^<svg [^>]*>\\s*<rect [^>]*></rect>");

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "svg-renderer");
        worker.setDaemon(true);
        return worker;
    });
    private final Future<Scriptable> scripts = thread.submit(() -> CONTEXTS.call(SvgRenderer::load));

    /**
     * The figure as an SVG document.
     *
     * @throws IllegalStateException if the drawing script fails or this renderer is closed
     */
    public String render(Figure figure) {
        String json = FigureJson.of(figure);
        if (thread.isShutdown()) {
            throw new IllegalStateException(
                    "figure \"" + figure.id() + "\": the renderer is closed; render before close()");
        }
        try {
            Scriptable scope = scripts.get();
            return tidy(
                    figure,
                    thread.submit(() -> CONTEXTS.call(context -> draw(context, scope, json)))
                            .get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("figure \"" + figure.id() + "\": interrupted while drawing", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "figure \"" + figure.id() + "\": drawing failed: "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static Scriptable load(Context context) {
        Scriptable scope = context.initSafeStandardObjects();
        for (String script : SCRIPTS) {
            context.evaluateString(scope, Resources.text(script), script, 1, null);
        }
        return scope;
    }

    private static String draw(Context context, Scriptable scope, String json) {
        Function figureSvg = (Function) ScriptableObject.getProperty(scope, "figureSvg");
        return Context.toString(figureSvg.call(context, scope, scope, new Object[] {json, WIDTH, HEIGHT}));
    }

    /**
     * Removes what only ECharts in a browser needs or what other readers of SVG do not know: its own attributes and
     * styles, a running number in identifiers, the colour "transparent" (not in SVG 1.1) and dominant-baseline (ignored
     * by Inkscape and librsvg); adds the title.
     */
    private static String tidy(Figure figure, String svg) {
        String head = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
                + " version=\"1.1\" width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" viewBox=\"0 0 " + WIDTH + " "
                + HEIGHT + "\" role=\"img\">\n<title>" + Html.escape(figure.title())
                + "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>";
        String body = HEAD.matcher(svg).replaceFirst("");
        body = BROWSER_ONLY.matcher(body).replaceAll("");
        body = HOVER_STYLES.matcher(body).replaceAll("");
        body = DRAWING_NUMBER.matcher(body).replaceAll(figure.id() + "-");
        body = body.replace("\"transparent\"", "\"none\"").replace("dominant-baseline=\"central\"", "dy=\"0.35em\"");
        return head + body + "\n";
    }

    /** Interpreting starts sooner than compiling, and a handful of figures never repays the compiler. */
    private static final class InterpretingContextFactory extends ContextFactory {
        @Override
        protected Context makeContext() {
            Context context = super.makeContext();
            context.setInterpretedMode(true);
            context.setLanguageVersion(Context.VERSION_ES6);
            return context;
        }
    }
}
