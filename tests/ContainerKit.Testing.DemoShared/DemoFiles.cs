namespace ContainerKit.Testing.DemoShared;

/// <summary>The files by which a demo reports to the test that runs it. Their paths are in environment variables.</summary>
public static class DemoFiles
{
    private static readonly Lock _gate = new();

    public static bool IsNamed(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    public static void Append(string variable, string line)
    {
        if (!IsNamed(variable)) return;
        lock (_gate) File.AppendAllText(Environment.GetEnvironmentVariable(variable)!, line + "\n");
    }
}
