using System.Globalization;

namespace ContainerKit.Testing.Sessions;

/// <summary>
/// What a watchdog could not remove, when there was nobody left to tell: a file in the folder of this user's local data. The next session
/// says it, and takes the file away.
/// </summary>
internal static class LeftoverReportFile
{
    private const string Pattern = "left-behind-*.txt";

    public static void Write(string folder, string text)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"left-behind-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}-{Environment.ProcessId}.txt");
        File.WriteAllText(Path.Combine(folder, name), text);
    }

    /// <summary>Reads the reports, and takes them away.</summary>
    public static IEnumerable<string> Take(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, Pattern))
        {
            string? text = null;
            try
            {
                text = File.ReadAllText(file);
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another session was quicker.
            }

            if (text is not null) yield return text;
        }
    }
}
