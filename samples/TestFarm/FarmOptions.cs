namespace TestFarm;

/// <summary>The arguments of the program.</summary>
internal sealed record FarmOptions(string Folder, string Program, string Image)
{
    public string BaseImage { get; private init; } = "mcr.microsoft.com/dotnet/aspnet:10.0";

    public int AtOnce { get; private init; } = 8;

    public int Retries { get; private init; }

    public string ResultsFile { get; private init; } = "results.xml";

    /// <summary>Returns the options, or null after a message about an invalid argument.</summary>
    public static FarmOptions? Parse(string[] args)
    {
        if (args is not [var folder, var program, var image, .. var rest] || rest.Length % 2 != 0)
        {
            Console.Error.WriteLine("usage: TestFarm FOLDER PROGRAM IMAGE [--base IMAGE] [--at-once N] [--retries N] [--results FILE]");
            return null;
        }

        var options = new FarmOptions(Path.GetFullPath(folder), program, image);
        foreach (var pair in rest.Chunk(2))
        {
            var changed = pair switch
            {
                ["--base", var value] => options with { BaseImage = value },
                ["--results", var value] => options with { ResultsFile = value },
                ["--at-once", var text] when int.TryParse(text, out var value) && value > 0 => options with { AtOnce = value },
                ["--retries", var text] when int.TryParse(text, out var value) && value >= 0 => options with { Retries = value },
                _ => null,
            };
            if (changed is null)
            {
                Console.Error.WriteLine($"'{pair[0]} {pair[1]}' is not an option of TestFarm.");
                return null;
            }

            options = changed;
        }

        return options;
    }
}
