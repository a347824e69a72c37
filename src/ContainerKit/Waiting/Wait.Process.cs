using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Waiting;

namespace ContainerKit;

public abstract partial class Wait
{
    /// <summary>A line of the container's output has this text in it.</summary>
    /// <inheritdoc cref="ForLog(string, int)"/>
    public static Wait ForLog(string text) => ForLog(text, 1);

    /// <summary>So many lines of the container's output have this text in them.</summary>
    /// <param name="text">A part of a line, in exactly these letters.</param>
    /// <param name="occurrence">How many lines, 1 or more.</param>
    /// <remarks>
    /// The log is followed from the container's last start on, lines written before the wait among them, and each byte of it is read once. It is true
    /// also when the container ended after the line; and when the engine starts the container again, counting begins anew. Of a container that has ended when the
    /// wait begins, the whole log counts, that of former lives too: engines do not tell where in it the last one begins. Engine API: <c>GET /containers/{id}/logs</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The text is empty, or has a line end in it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of lines is below 1.</exception>
    public static Wait ForLog(string text, int occurrence)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.AsSpan().ContainsAny('\r', '\n')) throw new ArgumentException("A log wait looks at one line at a time; leave the line end out.", nameof(text));
        return Log($"log line \"{text}\"", line => line.Contains(text, StringComparison.Ordinal), occurrence);
    }

    /// <summary>A line of the container's output matches a pattern.</summary>
    /// <inheritdoc cref="ForLog(string, int)"/>
    public static Wait ForLog(Regex pattern) => ForLog(pattern, 1);

    /// <summary>So many lines of the container's output match a pattern.</summary>
    /// <param name="pattern">It sees one line at a time, without the line's end.</param>
    /// <param name="occurrence">How many lines, 1 or more.</param>
    /// <inheritdoc cref="ForLog(string, int)"/>
    public static Wait ForLog(Regex pattern, int occurrence)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Log($"log line /{pattern}/", pattern.IsMatch, occurrence);
    }

    /// <summary>The health check of the container, or of its image, says that it is healthy.</summary>
    /// <remarks>
    /// A container that turns unhealthy fails the wait at once, with what its check said last; one that was so already when the wait began has the whole time to recover.
    /// Without a health check the wait fails at once. Engine API: <c>GET /containers/{id}/json</c>.
    /// </remarks>
    public static Wait ForHealthy() => new ProbedWait("health", (wait, session) => new HealthProbe(wait, session));

    /// <summary>A command in the container ends with exit code 0. It is run again and again until it does, one at a time.</summary>
    /// <inheritdoc cref="ForCommand(ExecSpec)"/>
    public static Wait ForCommand(params string[] command) => ForCommand(new ExecSpec(command));

    /// <summary>A command in the container ends with an exit code that is allowed. It is run again and again until it does, one at a time.</summary>
    /// <remarks>
    /// One that exceeds the spec's own timeout counts as not ready. A command that the container does not have fails the wait at once. Engine API: <c>POST /containers/{id}/exec</c>,
    /// <c>POST /exec/{id}/start</c>, <c>GET /exec/{id}/json</c>.
    /// </remarks>
    public static Wait ForCommand(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ProbedWait($"command `{ErrorText.FormatCommand(spec.Command)}`", (_, session) => new CommandProbe(session, spec));
    }

    /// <summary>There is a file or a folder of this path in the container. Nothing is needed in the image for that; a tmpfs is not looked into.</summary>
    /// <param name="path">Absolute, with <c>/</c>.</param>
    /// <remarks>Engine API: <c>HEAD /containers/{id}/archive</c>.</remarks>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static Wait ForFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path[0] != '/') throw new ArgumentException($"'{path}' is not an absolute path in a container; begin it with '/'.", nameof(path));
        return new ProbedWait($"file {path}", (_, session) => new FileProbe(session, path));
    }

    /// <summary>The container has ended, with exit code 0.</summary>
    /// <inheritdoc cref="ForExit(ExitCodes)"/>
    public static Wait ForExit() => ForExit(ExitCodes.Zero);

    /// <summary>The container has ended, with an exit code that is allowed; another one fails the wait.</summary>
    /// <remarks>One that the engine starts again has not ended. Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    public static Wait ForExit(ExitCodes allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return new ExitWait(allowed);
    }

    /// <summary>Code of the caller's finds it ready. It is called again and again, one call at a time, until it gives true.</summary>
    /// <param name="description">What completes the sentence "wait for ...", for messages.</param>
    /// <param name="isReady">
    /// The code. Its token fires when the wait ends; code that does not heed it is left behind after a second, and not called again. What it throws means "not ready"
    /// and is told should the wait end in vain, but that the engine or the container is lost ends the wait.
    /// </param>
    /// <exception cref="ArgumentException">The description is empty.</exception>
    public static Wait For(string description, Func<Container, CancellationToken, Task<bool>> isReady)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        ArgumentNullException.ThrowIfNull(isReady);
        return new ProbedWait(description, (_, session) => new DelegateProbe(session, (container, token) => isReady(Container.From(container), token)));
    }

    private static LogWait Log(string what, Func<string, bool> matches, int occurrence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(occurrence, 1);
        return new LogWait(occurrence == 1 ? what : $"{occurrence} times {what}", matches, occurrence);
    }
}
