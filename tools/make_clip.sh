#!/usr/bin/env bash
# Make the example case's video: a caption card, a running time code and a synthetic voice. No person, no place.
#
#     tools/make_clip.sh [CLIP.webm]      needs ffmpeg (libvpx-vp9, libopus, libass) and espeak-ng
#
# Captions and their times come from the Russian subtitles beside the clip, so that picture, sound and text cannot drift
# apart. The size it prints at the end belongs in the .info.json beside it.
set -euo pipefail

folder="$(cd "$(dirname "$0")/.." && pwd)/src/firsthand/example/case/severnaya-liniya"
subtitles=interview-0306.ru.srt
clip="$(realpath -m "${1:-$folder/interview-0306.webm}")"
length=52  # seconds, as in interview-0306.info.json
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$folder"  # a filter's file name may hold no colon or quotation mark: a bare name never does

# One line a cue: start and end in milliseconds, and the words.
awk -v RS= -F'\n' '
    function ms(t,  p) { split(t, p, /[:,]/); return ((p[1] * 60 + p[2]) * 60 + p[3]) * 1000 + p[4] }
    { split($2, t, / --> /); print ms(t[1]) "\t" ms(t[2]) "\t" $3 }' "$subtitles" > "$work/cues"

inputs=() delays="" labels="" n=0
while IFS=$'\t' read -r start end words; do
    pitch=50
    [[ $words == "ГОЛОС ЗА КАДРОМ: "* ]] && pitch=15 && words="${words#ГОЛОС ЗА КАДРОМ: }"
    voice="$work/$n.wav"
    espeak-ng -v ru -s 150 -p "$pitch" -a 90 -w "$voice" "$words"
    spoken=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$voice" | awk '{ printf "%d", $1 * 1000 }')
    if (( start + spoken > end + 500 )); then
        echo "cue $((n + 1)) lasts $((end - start)) ms but takes $spoken ms to say: give it more time" >&2
        exit 1
    fi
    inputs+=(-i "$voice")
    delays+="[$((n + 1)):a]adelay=$start[a$n];"
    labels+="[a$n]"
    n=$((n + 1))
done < "$work/cues"

font="$(fc-match -f '%{file}' 'DejaVu Sans')"
ffmpeg -hide_banner -loglevel error -y \
    -f lavfi -i "gradients=size=320x180:rate=2:duration=$length:c0=0x203040:c1=0x405868:seed=7:speed=0.01" \
    "${inputs[@]}" \
    -filter_complex "${delays}${labels}amix=inputs=$n:normalize=0,aresample=48000,apad,atrim=0:$length[sound];
        [0:v]drawtext=fontfile=$font:text='СЕВЕРНАЯ ЛИНИЯ':x=10:y=10:fontsize=12:fontcolor=white,
        drawtext=fontfile=$font:text='%{pts\:gmtime\:0\:%M\\\\\:%S}':x=w-tw-10:y=10:fontsize=12:fontcolor=white,
        subtitles=$subtitles:force_style='FontName=DejaVu Sans,FontSize=18,Alignment=2,MarginV=24'[picture]" \
    -map "[picture]" -map "[sound]" -t "$length" -pix_fmt yuv420p \
    -c:v libvpx-vp9 -crf 45 -b:v 0 -g 20 -row-mt 0 -threads 1 -c:a libopus -b:a 14k -ac 1 -application voip \
    -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact "$clip"
ffprobe -v error -show_entries format=duration,size -of default=noprint_wrappers=1 "$clip"
