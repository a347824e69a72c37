namespace ContainerKit.Terminals.Consoles;

/// <summary>Finds the console of the platform.</summary>
internal static class LocalConsole
{
    public static ILocalConsole Open() => OperatingSystem.IsWindows() ? new WindowsConsole() : new UnixConsole();
}
