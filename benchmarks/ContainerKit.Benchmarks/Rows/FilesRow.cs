using System.Globalization;
using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>A folder with many small files that is copied to a container.</summary>
/// <param name="size">The number of files.</param>
internal sealed class FilesRow(int size) : Row
{
    private const int FilesPerFolder = 1000;

    private string _folder = "";
    private Container? _container;

    public override string Name => $"files-{size}";

    public override string Title => $"copy {size} files of 100 bytes to a container";

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("docker cp", () => Tool.RunAsync($"docker cp {_folder} {_container!.Id}:/copied")) { IsInProcess = false },
        new("ContainerKit", () => _container!.CopyInAsync(_folder, "/copied")) { MeasuresPeak = true },
    ];

    public override async Task PrepareAsync(Scale scale)
    {
        _folder = Directory.CreateTempSubdirectory("containerkit-benchmark-").FullName;
        var content = new byte[Lines.Length];
        for (var i = 0; i < size; i++)
        {
            var folder = Path.Combine(_folder, (i / FilesPerFolder).ToString(CultureInfo.InvariantCulture));
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, $"file-{i}"), content);
        }

        _container = await Lab.Image.Run(Lab.Sleep);
    }

    public override async Task AfterEachAsync()
    {
        var result = await _container!.ExecAsync(["sh", "-c", "find /copied -type f | wc -l; rm -r /copied"]);
        Lines.Check(int.Parse(result.Stdout, CultureInfo.InvariantCulture), size);
    }

    public override async ValueTask ReleaseAsync()
    {
        if (_container is not null) await _container.DisposeAsync();
        if (_folder.Length > 0) Directory.Delete(_folder, recursive: true);
    }
}
