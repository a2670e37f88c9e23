package org.sgdlimits.experiment;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles one Java source without touching the disk, and loads its classes in a class loader of their own. */
final class InMemoryCompiler {

    private InMemoryCompiler() {}

    /**
     * Compiles a source against the running program.
     *
     * @param file for messages
     * @param name of the top-level class that is wanted
     * @throws UserError with the compiler's message and line; or if there is no compiler, or no such class
     */
    static Class<?> compile(String file, String name, String text) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new UserError(file + ": a Java model needs the compiler of a JDK, and "
                    + System.getProperty("java.home") + " has none. Install a JDK and set JAVA_HOME to it");
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        JavaFileManager files = new InMemoryFiles(
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8), classes);
        List<String> options = List.of("-proc:none", "-Xlint:none", "-classpath", classPath());
        boolean compiled = compiler.getTask(null, files, diagnostics, options, null, List.of(new Text(name, text)))
                .call();
        if (!compiled) {
            throw new UserError(diagnostics.getDiagnostics().stream()
                    .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                    .map(error -> file + ":" + error.getLineNumber() + ": " + error.getMessage(Locale.ROOT))
                    .collect(Collectors.joining("\n")));
        }
        String binaryName = classes.keySet().stream()
                .filter(candidate -> candidate.equals(name) || candidate.endsWith("." + name))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        file + ": expected a class " + name + ", as the file is called, found " + classes.keySet()));
        try {
            return new Loader(classes).loadClass(binaryName);
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String classPath() {
        try {
            Path program = Path.of(InMemoryCompiler.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return program + File.pathSeparator + System.getProperty("java.class.path");
        } catch (URISyntaxException unnamed) {
            return System.getProperty("java.class.path");
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("memory:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        InMemoryFiles(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    classes.put(className, bytes);
                    return bytes;
                }
            };
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, ByteArrayOutputStream> classes;

        Loader(Map<String, ByteArrayOutputStream> classes) {
            super(InMemoryCompiler.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            ByteArrayOutputStream bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes.toByteArray(), 0, bytes.size());
        }
    }
}
