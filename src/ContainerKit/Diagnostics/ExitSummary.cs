namespace ContainerKit.Diagnostics;

/// <summary>The description of how a process ended. All messages about an exit contain it.</summary>
internal static class ExitSummary
{
    /// <summary>
    /// Returns the exit code, its signal, and whether memory ran out: <c>exit code 137 (SIGKILL), out of memory</c>.
    /// </summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="outOfMemory">
    /// Indicates whether the engine reported that memory ran out. False if it did not, or if it reports nothing about this process.
    /// </param>
    public static string Describe(int exitCode, bool outOfMemory = false)
    {
        var signal = exitCode switch
        {
            137 => outOfMemory ? " (SIGKILL)" : " (SIGKILL: killed, or out of memory)",
            139 => " (SIGSEGV)",
            143 => " (SIGTERM)",
            > 128 and < 160 => $" (signal {exitCode - 128})",
            _ => "",
        };
        return $"exit code {exitCode}{signal}{(outOfMemory ? ", out of memory" : "")}";
    }
}
