namespace ContainerKit.Terminals.Consoles;

/// <summary>Creates the console of the platform.</summary>
internal static class LocalConsole
{
    /// <summary>Opens the console of this process.</summary>
    public static ILocalConsole Open() => OperatingSystem.IsWindows() ? new WindowsConsole() : new UnixConsole();
}
