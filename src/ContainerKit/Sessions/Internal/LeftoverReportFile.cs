using System.Globalization;

namespace ContainerKit.Sessions;

/// <summary>
/// The report of a watchdog on resources that it could not remove. The watched process has exited by then, so the
/// report is a file in the state directory. The next session reports it and deletes the file.
/// </summary>
internal static class LeftoverReportFile
{
    private const string Pattern = "left-behind-*.txt";

    public static void Write(string directory, string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"left-behind-{now:yyyyMMddHHmmss}-{Environment.ProcessId}.txt");
        File.WriteAllText(Path.Combine(directory, name), text);
    }

    /// <summary>Reads all reports and deletes their files.</summary>
    public static IEnumerable<string> ReadAndDelete(string directory)
    {
        foreach (var file in Directory.GetFiles(directory, Pattern))
        {
            string? text = null;
            try
            {
                text = File.ReadAllText(file);
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another session has read it.
            }

            if (text is not null) yield return text;
        }
    }
}
