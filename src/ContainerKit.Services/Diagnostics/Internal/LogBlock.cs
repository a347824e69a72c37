namespace ContainerKit.Services.Diagnostics;

/// <summary>The text of a container's log in a message.</summary>
internal static class LogBlock
{
    /// <summary>Returns a title and the indented lines of the log, on new lines.</summary>
    public static string Format(string title, string log) =>
        $"\n{title}:\n  {log.Replace("\n", "\n  ", StringComparison.Ordinal)}";
}
