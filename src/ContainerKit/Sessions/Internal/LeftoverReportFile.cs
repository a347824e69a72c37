using System.Globalization;

namespace ContainerKit.Sessions;

/// <summary>
/// The report of a watchdog on resources that it could not remove. The watched process has exited by then, so the
/// report is a file in the state directory. The next session reports it and deletes the file.
/// </summary>
internal static class LeftoverReportFile
{
    private const string Pattern = "left-behind-*.txt";
    private const int MaxFiles = 20;
    private const int MaxLength = 64 * 1024;

    public static void Write(string directory, string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"left-behind-{now:yyyyMMddHHmmss}-{Environment.ProcessId}.txt");
        using var writer = new StreamWriter(PrivateFile.Create(Path.Combine(directory, name)));
        writer.Write(text);
    }

    /// <summary>
    /// Reads the reports and deletes their files: at most 20, and at most 64 KiB of each. Links, pipes and the files of
    /// other users are ignored.
    /// </summary>
    public static IEnumerable<string> ReadAndDelete(string directory)
    {
        foreach (var file in Directory.GetFiles(directory, Pattern).Where(PrivateFile.IsOwn).Take(MaxFiles))
        {
            string? text = null;
            try
            {
                text = Read(file);
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another session has read it.
            }

            if (text is not null) yield return PrintableText.Escape(text);
        }
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(file);
        var buffer = new char[MaxLength];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }
}
